"""Merging: a case goes on as another of the same customer; what is of two customers is only bound."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from handlers import programmes, promises
from handlers.desk.history import retell
from handlers.desk.listing import Listed, links_to
from handlers.desk.topics import anchor, close_topic, show_state
from handlers.merging.moving import move_rows
from handlers.merging.rights import may_join
from handlers.merging.telling import tell_customer
from handlers.naming import staff_name
from handlers.quiet_hours import is_quiet
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import WAITING_FOR_US, Case, CaseState, Urgency
from storage.case_bond import BondKind, CaseBond, CaseMerge
from storage.outbound import Button, SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Staff
from storage.work_order import WorkOrder


class CannotMerge(Exception):
    """Why not, as the last part of a text's key: same, not_yours, over, settled, work."""


async def merge(turn: Turn, gone: Case, kept: Case) -> CaseMerge:
    """Merge one case into another; customer and agents hear so. Raises CannotMerge."""
    if gone.id == kept.id:
        raise CannotMerge("same")
    if not await may_join(turn, gone, kept):
        raise CannotMerge("not_yours")
    if not gone.is_open or not kept.is_open:
        raise CannotMerge("over")
    if kept.state is CaseState.resolved and gone.state in WAITING_FOR_US:
        raise CannotMerge("settled")
    if await _has_work(turn, gone) and await _has_work(turn, kept):
        raise CannotMerge("work")
    moved = {
        "supervised": kept.supervised,
        "urgency": kept.urgency.value,
        "owner": kept.owner_id,
        "first_taker": kept.first_taker_id,
        "state": kept.state.value,
        "waits_for": gone.waits_for.value if gone.waits_for is not None else None,
        "kept_waits_for": kept.waits_for.value if kept.waits_for is not None else None,
    }
    _inherit(gone, kept)
    moved |= await move_rows(turn, gone, kept)
    promise = await promises.running(turn, kept.id)
    if promise is not None and promise.paused_at is not None and kept.waits_for is None:
        # All that is promised stands still, so it waits for what the one that went waited for.
        kept.waits_for = gone.waits_for
    joined = CaseMerge(
        case_id=gone.id,
        into_id=kept.id,
        state_before=gone.state.value,
        moved=moved,
        made_by=turn.person.id,
        made_at=turn.now,
    )
    turn.session.add(joined)
    await turn.session.flush()
    _record(turn, gone, kept, moved)
    await _in_the_topics(turn, gone, kept, joined)
    await _close(turn, gone, kept)
    await tell_customer(turn, kept, gone, dated="merging.customer.by", undated="merging.customer.merged")
    return joined


async def bind(turn: Turn, one: Case, other: Case) -> None:
    """Two customers' cases that are alike: each stays its own, and both topics know. Raises CannotMerge."""
    if not await may_join(turn, one, other):
        raise CannotMerge("not_yours")
    older, newer = sorted((one, other), key=lambda case: case.id)
    known = select(CaseBond.id).where(CaseBond.case_id == newer.id, CaseBond.other_id == older.id)
    if await turn.session.scalar(known.where(CaseBond.kind == BondKind.alike)) is not None:
        return
    turn.session.add(
        CaseBond(
            case_id=newer.id,
            other_id=older.id,
            kind=BondKind.alike,
            made_by=turn.person.id,
            made_at=turn.now,
        )
    )
    for case, beside in ((newer, older), (older, newer)):
        turn.effects.record(
            "case.bound",
            actor_kind="staff",
            actor_id=turn.person.id,
            case_id=case.id,
            person_id=case.person_id,
            other=beside.id,
        )
        await with_link(turn, case, beside, "merging.topic.bound")


async def _has_work(turn: Turn, case: Case) -> bool:
    return await turn.session.scalar(select(WorkOrder.id).where(WorkOrder.case_id == case.id)) is not None


def _inherit(gone: Case, kept: Case) -> None:
    """The merged matter is as urgent, as supervised and as taken as either was."""
    kept.supervised = kept.supervised or gone.supervised
    if gone.urgency is Urgency.urgent:
        kept.urgency = Urgency.urgent
    if kept.owner_id is None and gone.owner_id is not None and kept.department_id == gone.department_id:
        kept.take(gone.owner_id)
        kept.first_taker_id = gone.first_taker_id or gone.owner_id


def _record(turn: Turn, gone: Case, kept: Case, moved: Mapping[str, object]) -> None:
    def record(verb: str, case: Case, **facts: int) -> None:
        turn.effects.record(
            verb,
            actor_kind="staff",
            actor_id=turn.person.id,
            case_id=case.id,
            person_id=case.person_id,
            **facts,
        )

    counts = {f"{name}_moved": len(ids) for name, ids in moved.items() if isinstance(ids, list)}
    record("case.merged", gone, into=kept.id)
    record("case.absorbed", kept, merged=gone.id, **counts)


async def _in_the_topics(turn: Turn, gone: Case, kept: Case, joined: CaseMerge) -> None:
    """Either topic says where the other is; what was said about the one can be read with the other."""
    name = await staff_name(turn.session, turn.staff.id if turn.staff else None)
    await with_link(turn, gone, kept, "merging.topic.goes_on", name=name)
    await with_link(turn, kept, gone, "merging.topic.absorbed", part_button(turn, kept, joined), name=name)
    topic = await turn.topic_of(kept.id)
    if topic is not None:
        await retell(turn, gone, topic)
        await show_state(turn, kept)
        await turn.show_card(topic)


def part_button(turn: Turn, kept: Case, joined: CaseMerge) -> Button:
    """The way back, for whoever may merge."""
    label = turn.say(turn.house.default_language, "merging.button.part")
    return turn.button(label, "merging.part", f"department:{kept.department_id}", merge=joined.id)


async def with_link(turn: Turn, case: Case, beside: Case, key: str, *more: Button, **values: object) -> None:
    """A note in a case's topic, with a way to the other one's."""
    topic = await turn.topic_of(case.id)
    if topic is None:
        return
    rows = [*await links_to(turn, [Listed(beside, None)]), *((button,) for button in more)]
    text = turn.say(turn.house.default_language, key, number=case.number, other=beside.number, **values)
    subject = {"kind": "note", "case": case.id, "chat": topic.chat_id} if topic.plain else None
    await turn.owe_topic(topic, SendText(text, tuple(rows), reply_to=anchor(topic)), subject=subject)


async def _close(turn: Turn, gone: Case, kept: Case) -> None:
    """The number that goes is over; whoever talked in it talks in the other from now on."""
    conversation = await turn.session.get_one(Conversation, gone.conversation_id)
    if conversation.case_id == gone.id:
        conversation.case_id = kept.id
    await programmes.cancel(turn, gone, "merged")
    gone.merge_into(kept, turn.now)
    await promises.drop(turn, gone)
    await _tell_first_taker(turn, gone, kept)
    await show_state(turn, gone)
    await close_topic(turn, gone)


async def _tell_first_taker(turn: Turn, gone: Case, kept: Case) -> None:
    """Who answers for the matter that went hears where it is, unless they write in it anyhow."""
    if gone.first_taker_id is None or gone.first_taker_id in (gone.owner_id, kept.owner_id):
        return
    first = await turn.session.get_one(Staff, gone.first_taker_id)
    if first.left_at is not None or first.conversation_id is None:
        return
    person = await turn.session.get_one(Person, first.person_id)
    await turn.tell(
        first.conversation_id,
        person,
        "merging.first_taker",
        priority=Priority.staff,
        silent=is_quiet(turn),
        number=kept.number,
        other=gone.number,
    )
