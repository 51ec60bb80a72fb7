"""How people and phone numbers are shown to others: no more than a duty needs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.person import Identity, Person
from storage.staff import Department, Staff

_NUMBERS = re.compile(r"\+?\d(?:[ ()\-.]{0,2}\d){6,}")
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)@\w{4,}")
_TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of writing: in a name they would turn our own words around it."""
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
LONGEST_NAME = 64
MASK = "••••"


def plain_name(name: str) -> str:
    """A name as it may stand within a sentence: one line, one direction, not endless."""
    line = _BREAKS.sub(" ", _TURNING.sub("", name)).strip()
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def first_name(name: str) -> str:
    """The name that may stand where many read it. Chinese names, written without a space, stay whole."""
    return name.split()[0] if name.split() else ""


def masked_phone(phone: str | None) -> str:
    """A phone number of which only both ends can be read."""
    if not phone:
        return ""
    return f"{phone[:6]}{MASK}{phone[-2:]}" if len(phone) > 9 else MASK


def without_numbers(text: str) -> str:
    """A text with phone numbers, cards, addresses and @names made unreadable."""
    return _ADDRESSES.sub(MASK, _NUMBERS.sub(MASK, text))


def shortened(text: str, most: int) -> str:
    """One line of at most `most` characters, in one direction, ending in … if there was more."""
    line = " ".join(_TURNING.sub("", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def department_name(department: Department, language: str) -> str:
    """What a department is called in a language."""
    wanted, other = department.name_zh, department.name_en
    if language != "zh":
        wanted, other = other, wanted
    return wanted or other or department.key


async def staff_name(session: AsyncSession, staff_id: int | None) -> str:
    """What customers and colleagues call a member of staff; empty for nobody."""
    if staff_id is None:
        return ""
    row = (
        await session.execute(
            select(Staff.public_name, Person.name)
            .join(Person, Person.id == Staff.person_id)
            .where(Staff.id == staff_id)
        )
    ).first()
    return (row[0] or first_name(row[1])) if row else ""


async def staff_names(session: AsyncSession, staff_ids: Iterable[int]) -> dict[int, str]:
    """The same for several, by their ids, in the order given."""
    wanted = list(staff_ids)
    rows = await session.execute(
        select(Staff.id, Staff.public_name, Person.name)
        .join(Person, Person.id == Staff.person_id)
        .where(Staff.id.in_(wanted))
    )
    names = {staff: public or first_name(name) for staff, public, name in rows}
    return {one: names[one] for one in wanted if one in names}


async def staff_mention(session: AsyncSession, staff_id: int | None, account_id: int) -> str:
    """Their name, with the @username that makes the channel ring for them, if they have one."""
    name = await staff_name(session, staff_id)
    username = await session.scalar(
        select(Identity.username)
        .join(Staff, Staff.person_id == Identity.person_id)
        .where(Staff.id == staff_id, Identity.account_id == account_id)
    )
    return f"{name} (@{username})" if name and username else name
