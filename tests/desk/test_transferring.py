"""Transfers: with a reason, with everything that was said, and never round and round."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from storage.case import Case, CaseState
from storage.event import Event
from storage.person import Person as PersonRow
from storage.staff import DepartmentMember, MembershipRole, Staff
from tests.desk.test_talking import connected, newest, only_case
from tests.relay.test_every_kind import FILE
from tests.town.people import Person
from tests.town.town import Town


async def staff_id(town: Town, name: str) -> int:
    """The number of a member of staff."""
    async with town.store.read() as session:
        found = await session.scalar(
            select(Staff.id).join(PersonRow, PersonRow.id == Staff.person_id).where(PersonRow.name == name)
        )
    assert found is not None
    return found


async def make_head(town: Town, name: str) -> None:
    """Make a member head of their departments."""
    number = await staff_id(town, name)
    async with town.store.begin() as session:
        await session.execute(
            update(DepartmentMember)
            .where(DepartmentMember.staff_id == number)
            .values(role=MembershipRole.head)
        )


async def transferred(town: Town) -> tuple[Person, Person, Person]:
    """Li took and talked; now the case is with complaints, where Tom is."""
    anna, li, group = await connected(town)
    tom = await town.agent("Tom", "complaints")
    await anna.says("My bill is wrong")
    await li.says("Let me look", topic=newest(group))
    await anna.sends(photo=FILE, caption="here it is")
    await li.says("// she is right", topic=newest(group))
    await li.presses("转交", topic=newest(group))
    await li.presses("投诉组", topic=newest(group))
    await li.presses("属于别的部门", topic=newest(group))
    return anna, li, tom


async def test_the_receiver_sees_everything(town: Town) -> None:
    """The new topic holds the card, the reason, and what was said, in order and with who said it."""
    await transferred(town)
    there = town.group("complaints").topics[-1]
    told = there.texts
    order = [
        told.index(words) for words in ("My bill is wrong", "Let me look", "here it is", "// she is right")
    ]
    assert order == sorted(order)
    assert {"👤 客户：", "📨 我们的回复：", "📝 内部备注："} <= set(told)
    assert any("Li转交：属于别的部门" in text for text in told)
    assert "已转交 1 次" in there.card.text
    assert "🙋 我来处理" in there.card.buttons


async def test_the_old_topic_says_where_it_went(town: Town) -> None:
    """It closes, its card has no buttons any more, and what is written there reaches nobody."""
    anna, li, _ = await transferred(town)
    old = town.group("consulting").topics[0]
    assert old.closed
    assert any("转交给投诉组：属于别的部门" in text for text in old.texts)
    assert not any("我来处理" in label for one in old.seen for label in one.buttons)
    town.world.reopen_topic(old.group.id, old.thread)
    before = anna.texts
    await li.says("one more thing", topic=old)
    assert anna.texts == before


async def test_the_customer_hears_who_and_by_when(town: Town) -> None:
    """Nothing needs to be said twice, and the time promised is said again."""
    anna, _, tom = await transferred(town)
    assert "Complaints now look after" in anna.last.text
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    await tom.says("It is mended", topic=newest(there))
    assert anna.last.text == "It is mended"
    await anna.says("Thanks a lot for this")
    assert newest(there).last.text == "Thanks a lot for this"


async def test_replies_to_the_retold_words_reach_their_originals(town: Town) -> None:
    """The receiver answers a copy of an old message as if it had come to them."""
    anna, _, tom = await transferred(town)
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    copy = next(one for one in newest(there).seen if one.text == "My bill is wrong")
    await tom.says("You will get it back", topic=newest(there), reply_to=copy.message_id)
    assert anna.last.raw["reply_to_message"]["text"] == "My bill is wrong"


async def test_the_first_taker_stays_answerable(town: Town) -> None:
    """They are told of the transfer, reminded when it is due, and hear when it is closed."""
    anna, li, tom = await transferred(town)
    assert "which you took first, is now with Complaints" in li.last.text
    case = await only_case(town)
    assert case.owner_id is None
    assert case.first_taker_id == await staff_id(town, "Li")
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    assert "负责人：Tom；首问：Li" in newest(there).card.text
    await anna.says("And when do I get it?")
    await town.travel(hours=30)
    assert any("which you took first, is overdue" in text for text in li.texts)
    await tom.says("Tomorrow", topic=newest(there))
    await tom.presses("已处理", topic=newest(there))
    await anna.presses("Yes")
    assert "which you took first, is closed" in li.last.text


async def test_only_a_head_relieves_the_first_taker(town: Town) -> None:
    """/relieve by an agent is refused; by the head it makes the owner answerable."""
    _, _, tom = await transferred(town)
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    await tom.says("/relieve", topic=newest(there))
    assert "只有本部门的组长" in newest(there).last.text
    assert (await only_case(town)).first_taker_id == await staff_id(town, "Li")
    await make_head(town, "Tom")
    await tom.says("/relieve", topic=newest(there))
    assert (await only_case(town)).first_taker_id == await staff_id(town, "Tom")
    assert "负责人：Tom" in newest(there).card.text
    assert "首问" not in newest(there).card.text


async def test_to_a_colleague_with_words_of_ones_own(town: Town) -> None:
    """/transfer name reason: the colleague owns it, is told why in private, and the topic stays."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    await li.says("/transfer Zhao she asked for you by name", topic=newest(group))
    assert "she asked for you by name" in zhao.last.text
    assert "Zhao now looks after" in anna.last.text
    assert len(group.topics) == 1
    await zhao.says("Hello Anna", topic=newest(group))
    assert anna.last.text == "Hello Anna"
    before = anna.texts
    await li.says("bye", topic=newest(group))
    assert anna.texts == before


async def test_the_third_transfer_goes_to_the_head(town: Town) -> None:
    """Nobody is passed around: the head owns it, and is told why."""
    _, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    boss = await town.agent("Mei", "consulting")
    await make_head(town, "Mei")
    await li.says("/transfer Zhao busy", topic=newest(group))
    await zhao.says("/transfer Li also busy", topic=newest(group))
    await li.says("/transfer Zhao still busy", topic=newest(group))
    assert (await only_case(town)).owner_id == await staff_id(town, "Mei")
    assert "passed on 3 times" in boss.last.text


@pytest.mark.parametrize("by", ["the head", "a manager"])
async def test_who_leads_chooses_whoever_they_want(town: Town, by: str) -> None:
    """However often a case was passed on, a head or a manager can give it to a colleague."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    mei = await town.agent("Mei", "consulting")
    await make_head(town, "Mei")
    who = mei if by == "the head" else await town.manager("Wang")
    await li.says("/transfer Zhao busy", topic=newest(group))
    await zhao.says("/transfer Li also busy", topic=newest(group))
    await li.says("/transfer Zhao still busy", topic=newest(group))
    await who.says("/transfer Zhao please do it", topic=newest(group))
    assert (await only_case(town)).owner_id == await staff_id(town, "Zhao")
    assert "please do it" in zhao.last.text
    assert "Zhao now looks after" in anna.last.text
    await zhao.says("Hello Anna", topic=newest(group))
    assert anna.last.text == "Hello Anna"


async def test_without_a_head_the_managers_hear_of_the_third(town: Town) -> None:
    """Where a department has no head, the managers are asked to look after it."""
    boss = await town.manager("Wang")
    _, li, group = await connected(town)
    tom = await town.agent("Tom", "complaints")
    await li.says("/transfer complaints yours", topic=newest(group))
    await tom.says("/transfer consulting no, yours", topic=newest(town.group("complaints")))
    await li.says("/transfer complaints really", topic=newest(group))
    assert "has been passed on 3 times" in boss.last.text


async def test_who_may_not_pass_it_on_is_told(town: Town) -> None:
    """Who neither owns nor leads cannot give somebody's case away; nor can anybody a resolved one."""
    _, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    assert "Only its owner" in await zhao.presses("转交", topic=newest(group))
    await zhao.says("/transfer Zhao mine", topic=newest(group))
    assert "只有负责人" in newest(group).last.text
    await li.says("/transfer Zhao", topic=newest(group))
    assert "/transfer" in newest(group).last.text
    await li.says("/transfer Nobody because", topic=newest(group))
    assert "Nobody" in newest(group).last.text
    await li.presses("已处理", topic=newest(group))
    await li.says("/transfer Zhao because", topic=newest(group))
    assert "已标为处理好" in newest(group).last.text
    case = await only_case(town)
    assert (case.transfers, case.state) == (0, CaseState.resolved)


async def test_two_transfers_at_once_make_one(town: Town) -> None:
    """A second press of the same reason changes nothing more."""
    _, li, group = await connected(town)
    await town.agent("Tom", "complaints")
    await li.presses("转交", topic=newest(group))
    await li.presses("投诉组", topic=newest(group))
    asked = newest(group).last
    for _ in range(2):
        town.world.press(li.id, group.id, asked.message_id, asked.buttons[0])
    await town.settle()
    async with town.store.read() as session:
        case = (await session.scalars(select(Case))).one()
        moved = await session.scalars(select(Event.id).where(Event.verb == "case.transferred"))
        assert (case.transfers, len(moved.all())) == (1, 1)
