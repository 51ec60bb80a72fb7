"""Working on a part: somebody sees to it, and steps are ticked off."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from handlers.contingency.parts import shown
from handlers.turn import Turn
from storage.contingency import ContingencyPart, ContingencyRun, ContingencyStep
from storage.outbound import Edit
from storage.staff import Department


async def acknowledge(turn: Turn, args: dict[str, Any]) -> None:
    """Somebody sees to a part: it is not told again."""
    found = await _open(turn, int(args["part"]))
    if found is None:
        return
    run, part = found
    if part.acknowledged_at is not None:
        turn.answer("contingency.seen_already", alert=True)
    else:
        _seen(turn, run, part)
        turn.answer("contingency.seen")
    await _show(turn, run, part)


async def tick(turn: Turn, args: dict[str, Any]) -> None:
    """A step is done. Who does something sees to the part."""
    step = await turn.session.get_one(ContingencyStep, int(args["step"]), with_for_update=True)
    found = await _open(turn, step.part_id)
    if found is None:
        return
    run, part = found
    if step.done_at is not None:
        turn.answer("contingency.done_already", alert=True)
        await _show(turn, run, part)
        return
    step.done_at, step.done_by = turn.now, turn.person.id
    turn.record("contingency.step_done", run=run.id, step=step.id)
    if part.acknowledged_at is None:
        _seen(turn, run, part)
    await turn.session.flush()
    turn.answer("contingency.done")
    await _show(turn, run, part)
    if not await _left(turn, run):
        await turn.tell_managers("contingency.all_done", plan=run.name, number=run.id)


async def _open(turn: Turn, part_id: int) -> tuple[ContingencyRun, ContingencyPart] | None:
    """The part and its run, if the presser works here and it has not ended; else they are told."""
    if turn.staff is None:
        turn.answer("desk.press.staff_only", alert=True)
        return None
    part = await turn.session.get_one(ContingencyPart, part_id, with_for_update=True)
    # Who ends the plan at the same moment waits for us, or we for them: it is not said twice that it is over,
    # and of two last steps the later one sees that all is done.
    run = await turn.session.get_one(
        ContingencyRun, part.run_id, with_for_update=True, populate_existing=True
    )
    if run.ended_at is not None:
        turn.answer("contingency.over", alert=True)
        return None
    return run, part


def _seen(turn: Turn, run: ContingencyRun, part: ContingencyPart) -> None:
    part.acknowledged_at, part.acknowledged_by = turn.now, turn.person.id
    turn.record("contingency.acknowledged", run=run.id, part=part.id)


async def _show(turn: Turn, run: ContingencyRun, part: ContingencyPart) -> None:
    """The pressed message shows how the part stands now."""
    if turn.press is None or turn.press.message is None:
        return
    compose = await shown(turn, run, part)
    if turn.private:
        text, buttons = compose(turn.language, turn.me)
    else:
        text, buttons = compose(turn.house.default_language, await _audience(turn, part))
    turn.send(Edit(turn.press.message, text, buttons))


async def _audience(turn: Turn, part: ContingencyPart) -> str:
    """Who may press in a group: the department it belongs to."""
    found = await turn.session.scalar(select(Department.id).where(Department.key == part.who))
    return f"department:{found}" if found is not None else "staff"


async def _left(turn: Turn, run: ContingencyRun) -> int:
    """How many steps of a run are not done."""
    return (
        await turn.session.scalar(
            select(func.count(ContingencyStep.id))
            .join(ContingencyPart, ContingencyPart.id == ContingencyStep.part_id)
            .where(ContingencyPart.run_id == run.id, ContingencyStep.done_at.is_(None))
        )
        or 0
    )
