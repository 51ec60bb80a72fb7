"""What happens when a chat cannot be written to: staff hear it once, the case goes on, nothing is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.outbox import OutboxRow, OutboxState
from storage.staff import Department
from tests.desk.test_talking import connected, newest
from tests.town.people import Group, Person, Topic
from tests.town.town import Town

BOT = 100001
NO_RIGHT = "Bad Request: not enough rights to send text messages to the chat"


def marks(town: Town, group: Group, message: int) -> list[str]:
    """The signs under a message of a group."""
    return [one["emoji"] for each in town.world.reactions(group.id, message).values() for one in each]


def notes(topic: Topic, words: str) -> int:
    """How many messages of a topic say this."""
    return sum(words in text for text in topic.texts)


async def test_who_blocked_the_bot_gets_it_all_when_they_come_back(town: Town) -> None:
    """Agents are told once, each message is marked, and what was kept arrives in its order."""
    anna, li, group = await connected(town)
    town.world.block(anna.id)
    await town.settle()
    first = await li.says("Tomorrow at three", topic=newest(group))
    second = await li.says("Bring the book", topic=newest(group))
    assert [marks(town, group, message) for message in (first, second)] == [["🤷"], ["🤷"]]
    assert notes(newest(group), "客户停用了机器人") == 1
    assert "Bring the book" not in anna.texts
    town.world.unblock(anna.id)
    await town.settle()
    assert anna.texts[-2:] == ["Tomorrow at three", "Bring the book"]
    assert notes(newest(group), "正在补发") == 1
    await anna.says("sorry, wrong button")
    assert newest(group).last.text == "sorry, wrong button"


async def test_a_block_the_bot_was_not_told_of(town: Town) -> None:
    """The refusal itself tells, and a message of theirs that they are back."""
    anna, li, group = await connected(town)
    town.world.fault("403", method="copyMessage", times=1, text="blocked")
    said = await li.says("Tomorrow at three", topic=newest(group))
    assert marks(town, group, said) == ["🤷"]
    await anna.says("Hello?")
    assert "Tomorrow at three" in anna.texts
    assert newest(group).texts.count("Hello?") == 1


async def test_a_deleted_account_is_told_once_and_the_case_stays(town: Town) -> None:
    """Nothing can arrive there any more; agents hear of it, and record that nobody was reached."""
    anna, li, group = await connected(town)
    town.world.deactivate(anna.id)
    await town.settle()
    said = [await li.says(words, topic=newest(group)) for words in ("Hello?", "Anna?")]
    assert notes(newest(group), "账号已注销") == 1
    assert [marks(town, group, message) for message in said] == [["🤷"], ["🤷"]]
    await li.presses("已处理", topic=newest(group))
    await town.travel(hours=27)
    await li.presses("联系不上", topic=newest(group))
    assert "已结束" in newest(group).card.text


async def test_a_group_that_becomes_a_supergroup_loses_nothing(town: Town) -> None:
    """Its new id is learnt from the refusal or from the group; cases go on there without anybody's help."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    owner = town.world.account(name="Owner")
    old = town.world.group("Old", forum=False, kind="group", members=[owner, li.id])
    await town.settle()
    group = await _bind(town, old)
    await anna.says("talk to a human")
    card = next(message for message in group.seen if message.buttons)
    await li.presses("我来处理", group=group)
    moved = Group(town, town.world.migrate(old))
    await anna.says("are you there?")
    assert moved.seen[-1].text == "are you there?"
    await li.says("Yes", group=moved, reply_to=moved.seen[-1].message_id)
    assert anna.last.text == "Yes"
    assert card.buttons


async def _bind(town: Town, chat_id: int) -> Group:
    async with town.store.begin() as session:
        chat = (await session.scalars(select(Chat).where(Chat.external_id == str(chat_id)))).one()
        [department] = await session.scalars(select(Department.id).where(Department.key == "consulting"))
        await session.execute(delete(DepartmentGroup).where(DepartmentGroup.department_id == department))
        session.add(DepartmentGroup(department_id=department, chat_id=chat.id))
    return Group(town, chat_id)


async def test_a_deleted_topic_is_opened_anew(town: Town) -> None:
    """With its card, a word on what happened, and the message that found it gone."""
    anna, li, group = await connected(town)
    await anna.says("one")
    town.world.delete_topic(group.id, newest(group).thread)
    await anna.says("two")
    (topic,) = group.topics
    assert "two" in topic.texts
    assert "负责人：Li" in topic.card.text
    assert notes(topic, "话题被删除了") == 1
    await li.says("I am here", topic=topic)
    assert anna.last.text == "I am here"


async def test_a_topic_closed_by_hand(town: Town) -> None:
    """An administrator writes into it all the same; one without rights opens it, and says why."""
    anna, _, group = await connected(town)
    town.world.close_topic(group.id, newest(group).thread)
    await anna.says("still there?")
    assert newest(group).last.text == "still there?"
    town.world.demote(BOT, group.id)
    await town.settle()
    town.world.fault("400", method="copyMessage", times=1, text="Bad Request: TOPIC_CLOSED")
    await anna.says("and now?")
    assert newest(group).texts.count("and now?") == 1
    assert not newest(group).closed
    assert notes(newest(group), "被手动关闭") == 1


async def test_waiting_for_other_reasons_does_not_count_as_a_closed_topic(town: Town) -> None:
    """A message held up by the channel's limits still has its closed topic opened when it gets there."""
    boss = await town.manager()
    anna, _, group = await connected(town)
    town.world.close_topic(group.id, newest(group).thread)
    town.world.demote(BOT, group.id)
    await town.settle()
    town.world.fault("429", method="copyMessage", chat=group.id, times=3)
    await anna.says("and now?")
    for _ in range(2):
        await town.travel(seconds=60)
    town.world.fault("400", method="copyMessage", chat=group.id, times=1, text="Bad Request: TOPIC_CLOSED")
    for _ in range(3):
        await town.travel(seconds=60)
    assert newest(group).texts.count("and now?") == 1
    assert not newest(group).closed
    assert not any("is closed, and I am not allowed" in text for text in boss.texts)


async def test_a_topic_that_cannot_be_opened(town: Town) -> None:
    """Managers and the customer hear it once; when it is open again everything follows."""
    boss = await town.manager()
    anna, _, group = await connected(town)
    thread = newest(group).thread
    closed = [
        town.world.fault("400", method=method, text="Bad Request: TOPIC_CLOSED")
        for method in ("copyMessage", "sendMessage")
    ]
    closed.append(town.world.fault("400", method="reopenForumTopic", text="Bad Request: not enough rights"))
    # What people are told goes to other chats.
    for rule in town.world.state.faults.rules:
        rule.chat = group.id
    await anna.says("one")
    await anna.says("two")
    assert sum("is closed, and I am not allowed" in text for text in boss.texts) == 1
    assert sum("keeps me from showing it" in text for text in anna.texts) == 1
    for rule in closed:
        town.world.clear_faults(rule)
    await anna.says("three")
    assert newest(group).thread == thread
    assert sorted(newest(group).texts[-3:]) == ["one", "three", "two"]


async def test_a_bot_thrown_out_of_the_group(town: Town) -> None:
    """Managers hear it at once, the customer that their words are kept, and the group gets them on return."""
    boss = await town.manager()
    anna, _, group = await connected(town)
    await anna.says("one")
    town.world.kick(BOT, group.id)
    await town.settle()
    assert sum("I am no longer in the group" in text for text in boss.texts) == 1
    await anna.says("two")
    await anna.says("three")
    assert sum("could not be put into the group" in text for text in boss.texts) == 1
    assert sum("keeps me from showing it" in text for text in anna.texts) == 1
    town.world.promote(BOT, group.id)
    await town.settle()
    assert newest(group).texts[-2:] == ["two", "three"]
    await anna.says("four")
    assert newest(group).last.text == "four"


@pytest.mark.parametrize("first_a_member", [False, True])
async def test_a_case_opened_while_the_bot_was_out_gets_its_topic(town: Town, first_a_member: bool) -> None:
    """Back in the group, it opens the topic it could not open, with the card and what was kept."""
    await town.agent("Li", "consulting")
    group = town.group("consulting")
    town.world.kick(BOT, group.id)
    await town.settle()
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    await anna.says("my bath leaks")
    if first_a_member:
        town.world.join(BOT, group.id)
        await town.settle()
    town.world.promote(BOT, group.id)
    await town.settle()
    (topic,) = group.topics
    # A plain member may not open topics: what was kept is shown in the group at once.
    assert "my bath leaks" in (group.texts if first_a_member else topic.texts)
    assert topic.card.buttons
    await anna.says("hello?")
    assert newest(group).last.text == "hello?"


async def test_a_bot_that_may_not_write(town: Town) -> None:
    """The right to write is taken in the group's settings, and no bot is told: the next try finds out."""
    boss = await town.manager()
    anna, _, group = await connected(town)
    rules = [
        town.world.fault("400", method=method, chat=group.id, text=NO_RIGHT)
        for method in ("copyMessage", "sendMessage", "editMessageText")
    ]
    await anna.says("one")
    await anna.says("two")
    assert sum("not allowed to write in the group" in text for text in boss.texts) == 1
    assert sum("keeps me from showing it" in text for text in anna.texts) == 1
    for rule in rules:
        town.world.clear_faults(rule)
    await anna.says("three")
    assert {"one", "two", "three"} <= set(newest(group).texts)
    async with town.store.read() as session:
        dead = await session.scalars(
            select(OutboxRow).where(OutboxRow.state == OutboxState.dead, OutboxRow.error == "no_rights")
        )
    assert not [row for row in dead if (row.subject or {}).get("kind") == "relay"]


async def test_a_bot_that_may_not_open_topics(town: Town) -> None:
    """Cases are posted in the group and answered by replies; with the right back each gets its topic."""
    boss = await town.manager()
    li = await town.agent("Li", "consulting")
    group = town.group("consulting")
    town.world.promote(BOT, group.id, rights=["can_delete_messages"])
    await town.settle()
    assert sum("I may not manage topics in the group" in text for text in boss.texts) == 1
    anna, bo = await town.customer("Anna"), await town.customer("Bo")
    await anna.says("talk to a human")
    await bo.says("talk to a human")
    assert sum("I am not allowed to open topics in the group" in text for text in boss.texts) == 1
    assert sum("我没有在这里新建话题的权限" in text for text in group.texts) == 1
    await _answers(town, li, group, anna)
    town.world.promote(BOT, group.id)
    await town.settle()
    assert len(group.topics) == 2
    await bo.says("are you there?")
    assert any("are you there?" in topic.texts for topic in group.topics)


async def _answers(town: Town, li: Person, group: Group, anna: Person) -> None:
    await anna.says("It is about my bill")
    card = next(one for one in group.seen if any("我来处理" in label for label in one.buttons))
    await li.presses("我来处理", group=group, message=card.message_id)
    await li.says("Hello", group=group, reply_to=card.message_id)
    assert anna.last.text == "Hello"


async def test_a_bot_that_is_no_administrator_any_more(town: Town) -> None:
    """Managers hear at once that it may not hear its colleagues; with the rights back all is well."""
    boss = await town.manager()
    anna, li, group = await connected(town)
    town.world.demote(BOT, group.id)
    await town.settle()
    assert sum("no longer an administrator" in text for text in boss.texts) == 1
    await anna.says("still there?")
    assert newest(group).last.text == "still there?"
    town.world.promote(BOT, group.id)
    await town.settle()
    await li.says("Yes", topic=newest(group))
    assert anna.last.text == "Yes"


async def test_voice_messages_a_customer_does_not_take(town: Town) -> None:
    """Some people accept none: the agent hears which message it was and what to do."""
    _, li, group = await connected(town)
    refusal = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
    town.world.fault("400", method="copyMessage", times=1, text=refusal)
    said = await li.sends(topic=newest(group), voice=b"OggS voice")
    assert marks(town, group, said) == ["🤷"]
    assert notes(newest(group), "不接收语音") == 1


async def test_pictures_that_a_group_does_not_take(town: Town) -> None:
    """Words arrive and pictures do not: they are tried again a few times, and nobody is told for ever."""
    boss = await town.manager()
    anna, _, group = await connected(town)
    await anna.says("look")
    refusal = town.world.fault(
        "400", method="copyMessage", chat=group.id, times=1, text="CHAT_SEND_PHOTOS_FORBIDDEN"
    )
    await anna.sends(photo=b"picture", caption="the stain")
    town.world.clear_faults(refusal)
    for nth in range(6):
        # The word goes through, the picture behind it does not.
        refusal = town.world.fault(
            "400", method="copyMessage", chat=group.id, skip=1, text="CHAT_SEND_PHOTOS_FORBIDDEN"
        )
        await anna.says(f"word {nth}")
        town.world.clear_faults(refusal)
    assert sum("not allowed to write in the group" in text for text in boss.texts) == 1
    assert [f"word {nth}" in newest(group).texts for nth in range(6)] == [True] * 6
