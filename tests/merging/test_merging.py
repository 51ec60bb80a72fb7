"""Two cases that are one matter: merged, taken back, or bound where they are two customers'."""

from __future__ import annotations

from sqlalchemy import select

from storage.case import Case, CaseState, Evidence, Outcome
from storage.case_bond import BondKind, CaseBond
from storage.event import Event
from storage.person import Person as PersonRow
from storage.promise import Promise, PromiseState
from storage.staff import Staff
from tests.desk.cases import complaint, newest
from tests.town.people import Person
from tests.town.town import Town


async def cases(town: Town) -> list[Case]:
    """All cases, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Case).order_by(Case.id)))


async def running(town: Town) -> list[tuple[int, str]]:
    """What is promised and not settled: case and due time in short."""
    async with town.store.read() as session:
        rows = await session.scalars(
            select(Promise)
            .where(Promise.state.in_((PromiseState.open, PromiseState.broken)))
            .order_by(Promise.id)
        )
        return [(one.case_id, f"{one.due_at:%d %H}") for one in rows]


async def verbs(town: Town, case: Case) -> list[str]:
    """What happened to a case."""
    async with town.store.read() as session:
        return list(
            await session.scalars(select(Event.verb).where(Event.case_id == case.id).order_by(Event.id))
        )


async def evidence_of(town: Town) -> list[int]:
    """Which cases have evidence."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Evidence.case_id)))


async def twice(town: Town) -> tuple[Person, Person, Case, Case]:
    """Anna complains of the cold room, and once more two hours later; Li has taken the first."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna")
    await anna.says("/start")
    first = await complaint(town, anna, "The classroom on the third floor is cold")
    await li.presses("我来处理", topic=newest(town.group("complaints")))
    await town.travel(hours=2)
    second = await complaint(town, anna, "The classroom on the third floor is still cold")
    return li, anna, first, second


async def test_one_tap_merges_what_is_the_same(town: Town) -> None:
    """The card suggests it; number, promise, evidence, topic and words go on in the older case."""
    li, anna, first, second = await twice(town)
    group = town.group("complaints")
    old, new = group.topics
    assert f"可能和 {first.number} 是同一件事" in new.card.text
    async with town.store.begin() as session:
        (await session.get_one(Case, second.id)).contact = "+8613800138000"
    heard = len(anna.texts)
    assert f"{second.number} goes on as {first.number}" in await li.presses("同一件事", topic=new)

    assert len(anna.texts) == heard + 1
    assert f"{first.number} is the number that stands" in anna.last.text
    assert "tomorrow, 24 November, 10:00" in anna.last.text
    assert await running(town) == [(first.id, "24 02")]
    kept, gone = await cases(town)
    assert (gone.state, gone.outcome, gone.merged_into_id) == (CaseState.closed, Outcome.merged, kept.id)
    old, new = group.topics
    assert (old.closed, new.closed) == (False, True)
    assert f"这和 {first.number} 是同一件事" in new.texts[-1]
    assert any(f"并入 {first.number} 继续办理" in text for text in new.texts)
    assert f"合并了 {second.number}" in old.card.text
    # How to ring them is said to who has it, and to nobody else.
    await li.presses("客户资料", topic=old)
    assert "+8613800138000" in li.texts[-1]
    assert not any("13800138000" in text for text in (*old.texts, *new.texts))
    assert any(f"{second.number} 是同一件事，并到这里办理" in text for text in old.texts)
    assert "case.merged" in await verbs(town, second)
    assert "case.absorbed" in await verbs(town, first)

    await anna.says(f"/status {second.number}")
    assert f"{second.number} is looked after together with {first.number}" in anna.last.text
    assert "Li" in anna.last.text
    await li.says(f"/find {second.number}")
    assert first.number in li.last.text
    assert second.number not in li.last.text

    await li.says("The heating is being mended", topic=new)
    assert anna.last.text == "The heating is being mended"
    assert old.last.text == "The heating is being mended"
    await anna.says("Thank you", reply_to=anna.last.message_id)
    assert old.last.text == "Thank you"
    assert await running(town) == []
    assert [one.state for one in await cases(town)] == [CaseState.taken, CaseState.closed]


async def test_a_merge_is_taken_back(town: Town) -> None:
    """Whoever merged too soon presses once: number, promise, topic and talk are two again, and told so."""
    li, anna, first, second = await twice(town)
    group = town.group("complaints")
    zhao = await town.agent("Zhao", "complaints")
    async with town.store.begin() as session:
        evidence = Evidence(
            case_id=second.id, account_id=town.app.account.id, message_id="7", kind="photo", file_id="f"
        )
        session.add(evidence)
    assert "owns one of the two" in await zhao.presses("同一件事", topic=group.topics[1])
    await li.presses("同一件事", topic=group.topics[1])
    assert await evidence_of(town) == [first.id]
    await li.presses("还是两件事", topic=group.topics[0])
    assert await evidence_of(town) == [second.id]
    assert f"{second.number} and {first.number} one by one again" in anna.last.text
    assert await running(town) == [(first.id, "24 02"), (second.id, "24 04")]
    assert not group.topics[1].closed
    kept, gone = await cases(town)
    assert (gone.state, gone.owner_id, gone.merged_into_id) == (CaseState.received, None, None)
    assert kept.state is CaseState.taken
    assert "case.parted" in await verbs(town, second)
    await li.presses("我来处理", topic=group.topics[1])
    assert (await cases(town))[1].state is CaseState.taken
    # Whoever has left meanwhile does not have it back: somebody else is asked.
    await li.presses("同一件事", topic=group.topics[1])
    async with town.store.begin() as session:
        other = (
            await session.scalars(
                select(Staff).join(PersonRow, PersonRow.id == Staff.person_id).where(PersonRow.name == "Zhao")
            )
        ).one()
        other.left_at = town.now
        (await session.get_one(Case, second.id)).owner_id = other.id
    await li.presses("还是两件事", topic=group.topics[0])
    kept, gone = await cases(town)
    assert (gone.state, gone.owner_id, kept.owner_id is not None) == (CaseState.received, None, True)
    await li.presses("我来处理", topic=group.topics[1])
    # After a day so much was said to both that they stay together.
    await li.presses("同一件事", topic=group.topics[1])
    await town.travel(hours=25)
    assert "too much has happened" in await li.presses("还是两件事", topic=group.topics[0])


async def test_managers_merge_by_number(town: Town) -> None:
    """Across departments a manager can; cases merged before follow, and refusals say why."""
    boss = await town.manager("Wang")
    li, anna, first, second = await twice(town)
    await town.agent("Tom", "consulting")
    await boss.says(f"/merge {first.number} {first.number}")
    assert "one case already" in boss.last.text
    await boss.says("/merge nonsense")
    assert "/merge and the number that goes" in boss.last.text
    await boss.says(f"/cases {second.number}")
    await boss.presses("Split")
    assert f"/split {second.number}" in boss.last.text
    await boss.presses("Merge")
    assert [first.number in label for label in boss.last.buttons] == [True]
    await li.presses("已处理", topic=town.group("complaints").topics[0])
    await boss.says(f"/merge {second.number} {first.number}")
    assert "is not settled" in boss.last.text
    await boss.says(f"/merge {first.number} {second.number}")
    assert f"{first.number} goes on as {second.number}" in boss.last.text
    kept = (await cases(town))[1]
    assert (kept.state, kept.owner_id is not None) == (CaseState.taken, True)
    await anna.says("talk to a human")
    await anna.says("The classroom on the third floor is freezing")
    third = (await cases(town))[2]
    await boss.says(f"/merge {second.number} {third.number}")
    one, two, three = await cases(town)
    assert (one.merged_into_id, two.merged_into_id, three.merged_into_id) == (third.id, third.id, None)
    assert await running(town) == [(third.id, "24 04")]
    await boss.says(f"/cases {first.number}")
    assert third.number in boss.last.text
    await town.travel(hours=80)
    assert not any("return visit" in text.lower() for text in anna.texts[-2:])


async def test_two_customers_stay_two(town: Town) -> None:
    """What is alike but of two customers is bound: both topics show the other, nothing else changes."""
    boss = await town.manager("Wang")
    _, anna, first, _ = await twice(town)
    bo = await town.customer("Bo")
    await bo.says("/start")
    other = await complaint(town, bo, "The classroom on the third floor is cold")
    heard = (anna.texts, bo.texts)
    await boss.says(f"/merge {other.number} {first.number}")
    assert "different customers" in boss.last.text
    assert (anna.texts, bo.texts) == heard
    topics = town.group("complaints").topics
    assert f"另一位客户也遇到同样的问题：{first.number}" in topics[2].last.text
    assert f"另一位客户也遇到同样的问题：{other.number}" in topics[0].last.text
    async with town.store.read() as session:
        bond = (await session.scalars(select(CaseBond))).one()
    assert (bond.case_id, bond.other_id, bond.kind) == (other.id, first.id, BondKind.alike)


async def test_a_part_is_split_off(town: Town) -> None:
    """A customer's message becomes a case of its own, told with number and time; one tap brings it back."""
    li, anna, first, _ = await twice(town)
    await li.presses("同一件事", topic=town.group("complaints").topics[1])
    old = town.group("complaints").topics[0]
    await li.says("We look at it", topic=old)
    await anna.says("By the way, my invoice has the wrong name", reply_to=anna.last.message_id)
    await li.says("/split", topic=old)
    assert "/split" in old.last.text
    said = next(one for one in old.seen if one.text == "By the way, my invoice has the wrong name")
    await li.says("/split", topic=old, reply_to=said.message_id)
    part = (await cases(town))[2]
    assert (part.summary, part.state) == ("By the way, my invoice has the wrong name", CaseState.received)
    assert f"given a part of {first.number} a number of its own: {part.number}" in anna.last.text
    assert "tomorrow, 24 November, 12:00" in anna.last.text
    new = town.group("complaints").topics[2]
    assert "By the way, my invoice has the wrong name" in new.texts
    assert f"从 {first.number} 分出来" in new.texts[-1]
    assert any(f"单独成为一件工单：{part.number}" in text for text in old.texts)
    assert await verbs(town, part) == ["case.opened", "promise.made", "case.split_off"]
    await li.presses("还是一件事", topic=old)
    assert (await cases(town))[2].merged_into_id == first.id
    await li.says("/split complaint The teacher was rude", topic=old)
    assert (await cases(town))[3].summary == "The teacher was rude"
