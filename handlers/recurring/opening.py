"""Opening a case for a root cause, with the department that can mend it; a manager waits for its word."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers import promises
from handlers.desk.opening import open_case
from handlers.naming import department_name, shortened, without_numbers
from handlers.recurring.roots import bind, root_of
from handlers.staff.names import departments
from handlers.turn import Turn
from storage.case import Case, CaseKind
from storage.outbound import SendText
from storage.recurring import RecurringFault
from storage.staff import Department

WORDS = 200
SHOWN = 10


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """Which department can mend it?"""
    if not await _may(turn, args):
        return
    turn.answer()
    rows = tuple(
        (
            turn.button(
                shortened(department_name(one, turn.language), 40),
                "recurring.open",
                turn.me,
                once=True,
                cases=args["cases"],
                department=one.id,
            ),
        )
        for one in await departments(turn)
    )
    turn.send(SendText(turn.text_of("recurring.which"), rows))


async def open_root(turn: Turn, args: dict[str, Any]) -> None:
    """Open the case in the manager's name: they hear what comes of it, and say when it is well."""
    # Of two managers who press at once, the second waits here and sees what the first has done.
    rows = await turn.session.scalars(
        select(Case)
        .where(Case.id.in_(args["cases"]))
        .order_by(Case.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    cases = rows.all()
    if not await _may(turn, args):
        return
    newest = cases[-1]
    department = await turn.session.get_one(Department, int(args["department"]))
    words = shortened(without_numbers(newest.summary.partition("\n")[0]), WORDS)
    numbers = ", ".join(one.number for one in cases[-SHOWN:])
    summary = turn.say(
        turn.house.default_language, "recurring.summary", words=words, count=len(cases), numbers=numbers
    )
    root = await open_case(
        turn,
        kind=CaseKind.inquiry,
        person=turn.person,
        conversation=turn.conversation,
        summary=summary,
        category=newest.category,
        department=department,
    )
    fault = RecurringFault(
        category=newest.category, root_case_id=root.id, opened_by=turn.person.id, opened_at=turn.now
    )
    turn.session.add(fault)
    await turn.session.flush()
    turn.record("recurring.opened", case_id=root.id, fault=fault.id, cases=len(cases))
    await bind(turn, root, [one.id for one in cases], turn.person.id)
    promise = await promises.running(turn, root.id)
    turn.answer("recurring.opened_short")
    turn.reply(
        "recurring.opened",
        number=root.number,
        department=department_name(department, turn.language),
        when=promises.in_words(turn, turn.language, promise) if promise is not None else "",
    )


async def add(turn: Turn, args: dict[str, Any]) -> None:
    """Cases that came later belong to a cause that is looked after already."""
    if not turn.is_manager:
        turn.answer("recurring.managers_only", alert=True)
        return
    # The root itself, though it may go on as another case by now: the fault knows it by that.
    root = await turn.session.get_one(Case, int(args["root"]), with_for_update=True, populate_existing=True)
    count = await bind(turn, root, args["cases"], turn.person.id)
    turn.answer("recurring.added", count=count, number=root.number)


async def _may(turn: Turn, args: dict[str, Any]) -> bool:
    """Whether the presser is a manager and nobody looks after the cause yet; else they are told."""
    if not turn.is_manager:
        turn.answer("recurring.managers_only", alert=True)
        return False
    known = await root_of(turn, args["cases"])
    if known is not None:
        turn.answer("recurring.known_already", alert=True, number=known.number)
        return False
    return True
