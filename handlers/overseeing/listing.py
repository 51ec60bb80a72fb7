"""The list of cases: a page at a time, with its filters as buttons, changed in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from handlers.desk.listing import cases_where, line_of
from handlers.naming import department_name, shortened
from handlers.overseeing.filters import STANDINGS, Filter, conditions, in_words, of_args
from handlers.overseeing.rights import overseen, put
from handlers.turn import Turn
from storage.case import Case, CaseKind
from storage.outbound import Button, Buttons
from storage.staff import Department

PAGE = 8
IN_ROW = 4
CHOSEN = "● "


async def show(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> None:
    """Show the page of a filter that is wanted, or the last one there is."""
    meant = conditions(turn, wanted, departments)
    there = await count(turn, wanted, departments)
    pages = max(1, -(-there // PAGE))
    wanted = replace(wanted, page=min(wanted.page, pages - 1))
    cases = await cases_where(turn, *meant, most=PAGE, after=wanted.page * PAGE)
    what = in_words(turn, wanted, departments)
    lines = [turn.text_of("overseeing.list.head", what=what, count=there), ""]
    lines += [await line_of(turn, one, turn.language) for one in cases]
    if not cases:
        lines.append(turn.text_of("overseeing.list.none"))
    opens = [
        turn.button(case.number, "cases.open", turn.me, case=case.id, back=wanted.args) for case, _ in cases
    ]
    rows = [tuple(opens[start : start + IN_ROW]) for start in range(0, len(opens), IN_ROW)]
    if pages > 1:
        rows.append(_turning(turn, wanted, pages))
    rows += _filters(turn, wanted, departments)
    if there:
        rows.append((turn.choice("overseeing.button.export", "cases.export", wanted=wanted.args),))
    put(turn, "\n".join(lines), tuple(rows))


async def count(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> int:
    """How many cases a filter has."""
    meant = conditions(turn, wanted, departments)
    return await turn.session.scalar(select(func.count()).select_from(Case).where(*meant)) or 0


async def show_list(turn: Turn, args: dict[str, Any]) -> None:
    """Another filter or page was chosen."""
    if departments := await overseen(turn):
        await show(turn, of_args(args["wanted"]), departments)


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """Offer the kinds, or the departments, to choose from."""
    departments = await overseen(turn)
    if not departments:
        return
    wanted = of_args(args["back"])
    offered: list[tuple[str, Filter]]
    if args["what"] == "kind":
        offered = [(turn.text_of("overseeing.button.any_kind"), replace(wanted, kind=""))]
        offered += [
            (turn.text_of(f"desk.kind.{kind.value}"), replace(wanted, kind=kind.value)) for kind in CaseKind
        ]
    else:
        offered = [(turn.text_of("overseeing.button.any_department"), replace(wanted, department=0))]
        offered += [
            (department_name(one, turn.language), replace(wanted, department=one.id)) for one in departments
        ]
    rows = tuple((_to(turn, shortened(label, 40), replace(one, page=0)),) for label, one in offered)
    put(turn, turn.text_of(f"overseeing.choose.{args['what']}"), rows)


def _filters(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> Buttons:
    standings = [
        _to(
            turn,
            (CHOSEN if name == wanted.standing else "") + turn.text_of(f"overseeing.standing.{name}"),
            replace(wanted, standing=name, page=0),
        )
        for name in STANDINGS
    ]
    more = [_narrow(turn, wanted, "kind")]
    if len(departments) > 1:
        more.append(_narrow(turn, wanted, "department"))
    return tuple(standings[:2]), tuple(standings[2:]), tuple(more)


def _narrow(turn: Turn, wanted: Filter, what: str) -> Button:
    label = turn.text_of(f"overseeing.button.{what}")
    return turn.button(label, "cases.choose", turn.me, what=what, back=wanted.args)


def _turning(turn: Turn, wanted: Filter, pages: int) -> tuple[Button, ...]:
    row = []
    if wanted.page > 0:
        row.append(_to(turn, f"◀ {wanted.page}/{pages}", replace(wanted, page=wanted.page - 1)))
    if wanted.page < pages - 1:
        row.append(_to(turn, f"{wanted.page + 2}/{pages} ▶", replace(wanted, page=wanted.page + 1)))
    return tuple(row)


def _to(turn: Turn, label: str, wanted: Filter) -> Button:
    return turn.button(label, "cases.list", turn.me, wanted=wanted.args)
