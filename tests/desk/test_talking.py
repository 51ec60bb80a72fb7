"""Customers and agents talk through a case, from the update to the delivered message."""

from __future__ import annotations

from sqlalchemy import select

from handlers import desk
from handlers.effects import Effects
from handlers.scene import Scene
from storage.case import Case, CaseState
from storage.promise import Promise, PromiseState
from storage.staff import Department
from storage.topic import Relay
from tests.town.people import Group, Person, Topic
from tests.town.town import Town


async def connected(town: Town) -> tuple[Person, Person, Group]:
    """A customer who asked for a person, and the agent who took the case."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna Smith", language_code="en")
    await anna.says("/start")
    await anna.says("I want to talk to a human")
    group = town.group("consulting")
    await li.presses("我来处理", topic=group.topics[0])
    return anna, li, group


async def only_case(town: Town) -> Case:
    """The one case there is."""
    async with town.store.read() as session:
        return (await session.scalars(select(Case))).one()


def newest(group: Group) -> Topic:
    """The group's newest topic, as it is now."""
    return group.topics[-1]


async def test_a_person_is_promised_and_a_topic_opened(town: Town) -> None:
    """Who asks for a person hears their number and a time, and agents get a topic with a card."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna Smith", language_code="en")
    await anna.says("/start")
    await anna.says("I want to talk to a human")
    case = await only_case(town)
    assert case.number in anna.last.text
    assert "tomorrow, 24 November, 10:00" in anna.last.text
    topic = town.group("consulting").topics[0]
    assert topic.name == f"🆕 {case.number} · Anna"
    assert case.number in topic.card.text
    assert "Anna" in topic.card.text
    assert "Smith" not in topic.card.text
    assert "英文" in topic.card.text
    assert topic.card.buttons == ["🙋 我来处理", "🔁 转交"]


async def test_taking_names_the_taker_everywhere(town: Town) -> None:
    """The customer, the topic and the card all say who looks after the case."""
    anna, _, group = await connected(town)
    assert "Li from Consulting is looking after" in anna.last.text
    assert "负责人：Li" in newest(group).card.text
    assert any(text.startswith("Li接手了") for text in newest(group).texts)
    assert (await only_case(town)).state is CaseState.taken


async def test_the_second_taker_is_told_who_was_first(town: Town) -> None:
    """Of two who press at the same moment one gets the case, and the other hears who."""
    li = await town.agent("Li", "consulting")
    zhao = await town.agent("Zhao", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    group = town.group("consulting")
    card = newest(group).card
    presses = [town.world.press(who.id, group.id, card.message_id, card.buttons[0]) for who in (li, zhao)]
    await town.settle()
    answers = [town.world.callback(press)["answer"]["text"] for press in presses]
    assert answers == ["It's yours. What you write here now goes to the customer.", "Already with Li."]
    assert "负责人：Li" in newest(group).card.text
    assert sum("接手了" in text for text in newest(group).texts) == 1


async def test_words_go_both_ways(town: Town) -> None:
    """The owner's words reach the customer, the customer's words the topic, each with a receipt."""
    anna, li, group = await connected(town)
    asked = await anna.says("My son is in grade three")
    assert newest(group).last.text == "My son is in grade three"
    assert "Passed on" in anna.last.text
    answered = await li.says("Then the Saturday class suits him", topic=newest(group))
    assert anna.last.text == "Then the Saturday class suits him"
    assert town.world.reactions(group.id, answered)
    more = await anna.says("Great, how much is it per month?")
    assert anna.reactions(more) == ["👌"]
    assert anna.reactions(asked) == []
    assert newest(group).last.text == "Great, how much is it per month?"
    async with town.store.read() as session:
        relays = (await session.scalars(select(Relay))).all()
    assert len(relays) == 3


async def test_the_first_answer_keeps_the_promise(town: Town) -> None:
    """A person's first words to the customer keep the promise; automatic words did not."""
    anna, li, group = await connected(town)
    async with town.store.read() as session:
        assert (await session.scalars(select(Promise.state))).all() == [PromiseState.open]
    await li.says("Hello Anna", topic=newest(group))
    async with town.store.read() as session:
        assert (await session.scalars(select(Promise.state))).all() == [PromiseState.kept]
    assert (await only_case(town)).answered_at == town.now
    assert "已按时答复" in newest(group).card.text
    assert anna.last.text == "Hello Anna"


async def test_others_words_stay_in_the_topic(town: Town) -> None:
    """Colleagues who have not taken the case write notes; they are told so once."""
    anna, _, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    before = anna.texts
    await zhao.says("He called yesterday", topic=newest(group))
    assert "内部备注" in newest(group).last.text
    second = await zhao.says("And the day before", topic=newest(group))
    assert newest(group).last.message_id == second
    assert anna.texts == before


async def test_nothing_is_sent_before_somebody_took_it(town: Town) -> None:
    """An agent who writes without taking the case is told that it was not sent."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    before = anna.texts
    group = town.group("consulting")
    await li.says("Hello!", topic=newest(group))
    assert newest(group).last.text.startswith("没有发出")
    assert anna.texts == before


async def test_the_owner_can_leave_notes(town: Town) -> None:
    """What begins with // or #note stays among colleagues even when the owner writes it."""
    anna, li, group = await connected(town)
    before = anna.texts
    await li.says("// check with accounts", topic=newest(group))
    await li.says("#note call her at five", topic=newest(group))
    assert anna.texts == before


async def test_strangers_in_the_group_are_never_heard(town: Town) -> None:
    """What somebody who is no member of staff writes in a topic goes nowhere."""
    anna, _, group = await connected(town)
    eve = await town.customer("Eve")
    town.world.join(eve.id, group.id)
    before = anna.texts
    await eve.says("Send me your password", topic=newest(group))
    assert anna.texts == before
    assert newest(group).last.text.startswith("没有发出")


async def test_replies_answer_the_original(town: Town) -> None:
    """A reply to a copied message becomes a reply to its original on the other side."""
    anna, li, group = await connected(town)
    first = await anna.says("First question")
    copy = newest(group).last.message_id
    await anna.says("Second question")
    await li.says("To the first: yes", topic=newest(group), reply_to=copy)
    assert anna.last.raw["reply_to_message"]["message_id"] == first
    await anna.says("Thanks for that", reply_to=anna.last.message_id)
    assert newest(group).last.raw["reply_to_message"]["text"] == "To the first: yes"


async def test_edits_are_mirrored(town: Town) -> None:
    """A text that is changed changes on the other side too."""
    anna, li, group = await connected(town)
    asked = await anna.says("on Mondey")
    await anna.edits(asked, "on Monday")
    assert "on Monday" in newest(group).texts
    assert "on Mondey" not in newest(group).texts
    answer = await li.says("at tree", topic=newest(group))
    await li.edits(answer, "at three", topic=newest(group))
    assert anna.last.text == "at three"


async def test_reactions_are_mirrored(town: Town) -> None:
    """A reaction to a copied message is put under the original; taken back, the receipt stands again."""
    anna, li, group = await connected(town)
    answer = await li.says("Class is at three", topic=newest(group))
    await anna.reacts(anna.last.message_id, "❤")
    assert _emojis(town, group, answer) == ["❤"]
    await anna.reacts(anna.last.message_id, None)
    assert _emojis(town, group, answer) == ["👌"]


def _emojis(town: Town, group: Group, message: int) -> list[str]:
    shown = town.world.reactions(group.id, message)
    return [one["emoji"] for each in shown.values() for one in each]


async def test_all_kinds_of_messages_go_through(town: Town) -> None:
    """Photos and voice notes are copied like words."""
    anna, li, group = await connected(town)
    await anna.sends(photo=b"\x89PNG picture", caption="my homework")
    assert newest(group).last.kind == "photo"
    assert newest(group).last.text == "my homework"
    await li.sends(voice=b"OggS voice", topic=newest(group))
    assert anna.last.kind == "voice"


async def test_back_to_the_assistant_and_still_reached(town: Town) -> None:
    """The customer can talk to the bot again; answers still arrive, and a reply to one reaches the case."""
    anna, li, group = await connected(town)
    await anna.says("one thing")
    await anna.presses("Back to the assistant")
    assert "stays open" in anna.last.text
    await anna.says("/status")
    assert "You have one open matter" in anna.last.text
    await li.says("Here is your answer", topic=newest(group))
    assert anna.last.text == "Here is your answer"
    await anna.says("One more thing", reply_to=anna.last.message_id)
    assert newest(group).last.text == "One more thing"


async def test_asking_for_a_person_twice_makes_one_case(town: Town) -> None:
    """A double tap, or asking again, goes on with the open case."""
    anna, _, _ = await connected(town)
    await anna.presses("Back to the assistant")
    await anna.says("talk to a human")
    assert "Li is looking after your matter" in anna.last.text
    await only_case(town)


async def test_a_department_without_a_group_keeps_its_cases(town: Town) -> None:
    """Managers are told; when a group is bound the case appears there with all that was written."""
    boss = await town.manager("Wang")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    await anna.says("It is about my bill")
    assert "/department consulting" in boss.last.text
    group = await town.open_group("consulting")
    assert group.topics == []
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house, Effects(town.now))
        department = (await session.scalars(select(Department).where(Department.key == "consulting"))).one()
        assert await desk.adopt(scene, department.id) == 1
        assert await desk.adopt(scene, department.id) == 0
        await scene.effects.write(session)
    await town.settle()
    assert "It is about my bill" in group.topics[0].texts


async def test_a_group_without_topics_works_by_replies(town: Town) -> None:
    """In a plain group the card stands in the group, and replies to it reach the customer."""
    group = await town.open_group("consulting", forum=False)
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    card = next(message for message in group.seen if message.buttons)
    await li.presses("我来处理", group=group)
    await li.says("Hello Anna", group=group, reply_to=card.message_id)
    assert anna.last.text == "Hello Anna"
    await anna.says("Hello Li")
    assert group.seen[-1].text == "Hello Li"
    await li.says("How can I help?", group=group, reply_to=group.seen[-1].message_id)
    assert anna.last.text == "How can I help?"
    await li.says("Lunch anybody?", group=group)
    assert anna.last.text == "How can I help?"


async def test_in_a_plain_group_replies_to_any_word_about_a_case_reach_its_customer(town: Town) -> None:
    """An agent who replies to what the bot said about a case is not left talking to nobody."""
    group = await town.open_group("consulting", forum=False)
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    await li.presses("我来处理", group=group)
    taken = next(message for message in group.seen if "接手了" in message.text)
    await li.says("Hello Anna", group=group, reply_to=taken.message_id)
    assert anna.last.text == "Hello Anna"
