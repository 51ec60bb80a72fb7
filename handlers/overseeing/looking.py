"""One case: what, who, the promise with the time left, whose it is, what happened, what can be done."""

from __future__ import annotations

from typing import Any

from babel.dates import format_timedelta

from handlers import promises
from handlers.desk.card import lines_of_card
from handlers.desk.listing import Listed, links_to
from handlers.naming import department_name
from handlers.overseeing.filters import Filter
from handlers.overseeing.history import history
from handlers.overseeing.rights import back_to, case_overseen, put
from handlers.turn import Turn
from storage.case import WAITING_FOR_US, Case
from storage.outbound import Button
from storage.staff import Department


async def show(turn: Turn, case: Case, back: dict[str, Any] | None = None) -> None:
    """Show a case. `back` is the list to go back to; the open cases if none."""
    back = back or Filter().args
    department = await turn.session.get_one(Department, case.department_id)
    lines = await lines_of_card(turn, case, turn.language)
    lines.append(
        turn.text_of("overseeing.case.department", department=department_name(department, turn.language))
    )
    if left := await _time_left(turn, case):
        lines.append(left)
    if case.owner_id is None and case.is_open:
        lines.append(turn.text_of("overseeing.case.nobody"))
    lines += ["", turn.text_of("overseeing.case.history"), *await history(turn, case)]

    def change(name: str) -> Button:
        label = f"overseeing.button.{name}"
        return turn.choice(label, f"cases.{name}", case=case.id, back=back)

    rows: list[tuple[Button, ...]] = []
    if case.state in WAITING_FOR_US:
        rows.append((change("reassign"), change("later")))
    rows.append((change("note"),))
    rows += [siblings] if (siblings := _siblings(turn, case, back)) else []
    rows += await links_to(turn, [Listed(case, None)])
    rows.append(back_to(turn, back))
    put(turn, "\n".join(lines), tuple(rows))


def _siblings(turn: Turn, case: Case, back: dict[str, Any]) -> tuple[Button, ...]:
    """What is one matter with another case, or holds two."""
    if not case.is_open:
        return ()
    return tuple(
        turn.choice(f"overseeing.button.{name}", f"merging.{verb}", case=case.id, back=back)
        for name, verb in (("merge", "choose"), ("split", "split"))
    )


async def show_case(turn: Turn, args: dict[str, Any]) -> None:
    """A case was chosen, or something begun with it was called off."""
    case = await case_overseen(turn, args)
    if case is not None:
        await show(turn, case, args["back"])


async def _time_left(turn: Turn, case: Case) -> str:
    promise = await promises.running(turn, case.id)
    if promise is None or promise.paused_at is not None:
        return ""
    left = promise.due_at - turn.now
    words = format_timedelta(abs(left), granularity="minute", threshold=1.2, locale=turn.language)
    return turn.text_of(f"overseeing.case.{'left' if left.total_seconds() > 0 else 'late'}", time=words)
