"""The list of cases: a page at a time, with its filters as buttons, changed in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from handlers.desk.listing import cases_where, lines_of
from handlers.naming import department_name, shortened, staff_names
from handlers.overseeing.filters import (
    CUSTOMERS,
    STANDINGS,
    Filter,
    conditions,
    customers_in_words,
    in_words,
    of_args,
)
from handlers.overseeing.rights import overseen, put
from handlers.turn import Turn
from storage.case import Case, CaseKind
from storage.outbound import Button, Buttons
from storage.staff import Department

PAGE = 8
IN_ROW = 4
MOST_OWNERS = 30
CHOSEN = "● "


async def show(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> None:
    """Show the page of a filter that is wanted, or the last one there is."""
    meant = conditions(turn, wanted, departments)
    there = await count(turn, wanted, departments)
    pages = max(1, -(-there // PAGE))
    wanted = replace(wanted, page=min(wanted.page, pages - 1))
    cases = await cases_where(turn, *meant, most=PAGE, after=wanted.page * PAGE)
    what = await in_words(turn, wanted, departments)
    lines = [turn.text_of("overseeing.list.head", what=what, count=there), ""]
    lines += await lines_of(turn, cases, turn.language)
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
    """Offer the kinds, departments, owners or customers to choose from."""
    departments = await overseen(turn)
    if not departments:
        return
    wanted, what = replace(of_args(args["back"]), page=0), args["what"]
    offered: list[tuple[str, Filter]] = [(turn.text_of(f"overseeing.button.any_{what}"), _any(wanted, what))]
    if what == "kind":
        offered += [
            (turn.text_of(f"desk.kind.{kind.value}"), replace(wanted, kind=kind.value)) for kind in CaseKind
        ]
    elif what == "owner":
        offered += await _owners(turn, wanted, departments)
    elif what == "customers":
        offered += [(customers_in_words(turn, one), replace(wanted, customers=one)) for one in CUSTOMERS]
    else:
        offered += [
            (department_name(one, turn.language), replace(wanted, department=one.id)) for one in departments
        ]
    rows = tuple((_to(turn, shortened(label, 40), one),) for label, one in offered)
    put(turn, turn.text_of(f"overseeing.choose.{what}"), rows)


def _any(wanted: Filter, what: str) -> Filter:
    if what == "kind":
        return replace(wanted, kind="")
    if what == "owner":
        return replace(wanted, owners=())
    return replace(wanted, customers="") if what == "customers" else replace(wanted, department=0)


async def _owners(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> list[tuple[str, Filter]]:
    """Whose the cases are that are meant otherwise, and how many each has: who has most first."""
    number = func.count()
    rows = await turn.session.execute(
        select(Case.owner_id, number)
        .where(*conditions(turn, replace(wanted, owners=()), departments), Case.owner_id.is_not(None))
        .group_by(Case.owner_id)
        .order_by(number.desc(), Case.owner_id)
        .limit(MOST_OWNERS)
    )
    counts = {owner: count for owner, count in rows if owner is not None}
    names = await staff_names(turn.session, counts)
    return [
        (f"{names[owner]} ({count})", replace(wanted, owners=(owner,)))
        for owner, count in counts.items()
        if owner in names
    ]


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
    last = (_narrow(turn, wanted, "owner"), _narrow(turn, wanted, "customers"))
    rows = [tuple(standings[start : start + 3]) for start in range(0, len(standings), 3)]
    return *rows, tuple(more), last


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
