"""The cases of a filter as a table in a file: XLSX, or CSV where that cannot be written."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from faq.sheets import csv_bytes, writes_xlsx, xlsx_bytes
from handlers.desk.listing import cases_where
from handlers.naming import department_name, first_name, masked_phone, shortened, without_numbers
from handlers.overseeing.filters import Filter, conditions, in_words, of_args
from handlers.overseeing.rights import overseen
from handlers.turn import Turn
from storage.case import Case
from storage.outbound import SendFile
from storage.person import Person
from storage.staff import Department, Staff

MOST = 10_000
"""So many cases go into one file; the sender is told if there are more."""
LONGEST_WORDS = 500
COLUMNS = (
    "number",
    "kind",
    "state",
    "department",
    "category",
    "urgent",
    "customer",
    "phone",
    "owner",
    "first_taker",
    "opened",
    "due",
    "answered",
    "resolved",
    "closed",
    "outcome",
    "supervised",
    "transfers",
    "words",
)


async def export_shown(turn: Turn, args: dict[str, Any]) -> None:
    """The list that is shown shall be sent as a file."""
    if departments := await overseen(turn):
        await export(turn, of_args(args["wanted"]), departments)


async def export(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> None:
    """Send the sender all cases of a filter, with phones masked; that they had them is recorded."""
    meant = conditions(turn, wanted, departments)
    count = await turn.session.scalar(select(func.count()).select_from(Case).where(*meant)) or 0
    if not count:
        turn.reply("overseeing.export.none")
        return
    rows = [[turn.text_of(f"overseeing.column.{name}") for name in COLUMNS], *await _rows(turn, meant)]
    ending, write = ("xlsx", xlsx_bytes) if writes_xlsx() else ("csv", csv_bytes)
    content = await asyncio.to_thread(write, rows)
    told = len(rows) - 1
    caption = turn.text_of(
        "overseeing.export.caption", what=await in_words(turn, wanted, departments), count=told
    )
    if count > told:
        caption += "\n" + turn.text_of("overseeing.export.more", count=count - told)
    day = turn.now.astimezone(turn.house.zone)
    turn.effects.owe(
        SendFile(name=f"cases-{day:%Y-%m-%d}.{ending}", content=content, caption=caption),
        account_id=turn.account.id,
        chat_id=turn.chat.id,
    )
    turn.effects.record(
        "cases.exported",
        actor_kind="staff",
        actor_id=turn.person.id,
        person_id=turn.person.id,
        count=told,
        standing=wanted.standing,
        kind=wanted.kind,
        department=wanted.department,
        customers=wanted.customers,
    )


async def _rows(turn: Turn, meant: Sequence[Any]) -> list[list[str]]:
    cases = await cases_where(turn, *meant, most=MOST)
    owner, first = aliased(Staff), aliased(Staff)
    owner_person, first_person = aliased(Person), aliased(Person)
    about = await turn.session.execute(
        select(
            Case.id,
            Department,
            Person.name,
            Person.phone,
            func.coalesce(func.nullif(owner.public_name, ""), owner_person.name),
            func.coalesce(func.nullif(first.public_name, ""), first_person.name),
        )
        .join(Department, Department.id == Case.department_id)
        .join(Person, Person.id == Case.person_id)
        .outerjoin(owner, owner.id == Case.owner_id)
        .outerjoin(owner_person, owner_person.id == owner.person_id)
        .outerjoin(first, first.id == Case.first_taker_id)
        .outerjoin(first_person, first_person.id == first.person_id)
        .where(*meant)
    )
    known = {case_id: rest for case_id, *rest in about}
    return [_row(turn, case, due, *known[case.id]) for case, due in cases if case.id in known]


def _row(
    turn: Turn,
    case: Case,
    due: datetime | None,
    department: Department,
    name: str,
    phone: str | None,
    owner: str | None,
    first: str | None,
) -> list[str]:
    def yes(so: bool) -> str:
        return turn.text_of("overseeing.export.yes") if so else ""

    return [
        case.number,
        turn.text_of(f"desk.kind.{case.kind.value}"),
        turn.text_of(f"desk.state.{case.state.value}"),
        department_name(department, turn.language),
        turn.house.categories.get(case.category, {}).get(turn.language, case.category),
        yes(case.urgency.value == "urgent"),
        first_name(name),
        masked_phone(phone),
        owner or "",
        first or "",
        *(
            _moment(turn, at)
            for at in (case.created_at, due, case.answered_at, case.resolved_at, case.closed_at)
        ),
        turn.text_of(f"overseeing.outcome.{case.outcome.value}") if case.outcome else "",
        yes(case.supervised),
        str(case.transfers),
        shortened(without_numbers(case.summary), LONGEST_WORDS),
    ]


def _moment(turn: Turn, at: datetime | None) -> str:
    return f"{at.astimezone(turn.house.zone):%Y-%m-%d %H:%M}" if at is not None else ""
