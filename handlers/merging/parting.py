"""Taking a merge back, while it is fresh: two matters again, each with what was its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import programmes
from handlers.desk.ending import free_of_the_departed
from handlers.desk.topics import reopen_topic, show_state
from handlers.merging.joining import with_link
from handlers.merging.moving import move_back
from handlers.merging.rights import may_join
from handlers.merging.telling import tell_customer
from handlers.naming import staff_name
from handlers.turn import Turn
from storage.case import Case, CaseKind, CaseState, Urgency, Waiting
from storage.case_bond import CaseMerge


async def part_pressed(turn: Turn, args: dict[str, Any]) -> None:
    """Two matters after all: if it is allowed and not too late, both stand by themselves again."""
    joined = await turn.session.get_one(CaseMerge, int(args["merge"]), with_for_update=True)
    gone, kept = await _locked(turn, joined.case_id), await _locked(turn, joined.into_id)
    if not await may_join(turn, gone, kept):
        turn.answer("merging.cannot.not_yours", alert=True)
    elif joined.undone_at is not None or gone.merged_into_id != kept.id:
        turn.answer("merging.parted_already", alert=True)
    elif not kept.is_open or turn.now - joined.made_at > turn.house.rules.merging.undo_within:
        turn.answer("merging.too_late", alert=True)
    else:
        await _part(turn, joined, gone, kept)
        turn.answer("merging.parted")


async def _locked(turn: Turn, case_id: int) -> Case:
    """The case itself, not the one it goes on as."""
    found = await turn.session.scalars(
        select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.one()


def _waits(before: str | None) -> Waiting | None:
    return Waiting(before) if before else None


async def _part(turn: Turn, joined: CaseMerge, gone: Case, kept: Case) -> None:
    moved = joined.moved
    joined.undone_at = turn.now
    gone.part(CaseState(joined.state_before))
    await free_of_the_departed(turn, gone)
    if gone.owner_id is None and gone.state is CaseState.taken:
        gone.state = CaseState.received
    gone.waits_for = _waits(moved["waits_for"])
    if kept.waits_for is gone.waits_for:
        kept.waits_for = _waits(moved["kept_waits_for"])
    kept.supervised = kept.supervised if kept.state is CaseState.reopened else bool(moved["supervised"])
    kept.urgency = Urgency(moved["urgency"])
    if moved["owner"] is None and kept.owner_id == gone.owner_id and kept.state is CaseState.taken:
        # It was taken only by being merged.
        kept.owner_id, kept.first_taker_id = None, moved["first_taker"]
        kept.state = CaseState(moved["state"])
    await move_back(turn, moved, gone, kept)
    for case, other in ((gone, kept), (kept, gone)):
        turn.effects.record(
            "case.parted",
            actor_kind="staff",
            actor_id=turn.person.id,
            case_id=case.id,
            person_id=case.person_id,
            other=other.id,
        )
    if gone.state is CaseState.resolved:
        plan = programmes.plan_return_visit
        await (programmes.plan_second_question if gone.kind is CaseKind.inquiry else plan)(turn, gone)
    name = await staff_name(turn.session, turn.staff.id if turn.staff else None)
    await reopen_topic(turn, gone)
    await with_link(turn, gone, kept, "merging.topic.parted", name=name)
    await with_link(turn, kept, gone, "merging.topic.parted", name=name)
    await show_state(turn, kept)
    topic = await turn.topic_of(kept.id)
    if topic is not None:
        await turn.show_card(topic)
    await tell_customer(
        turn, gone, kept, dated="merging.customer.parted_by", undated="merging.customer.parted"
    )
