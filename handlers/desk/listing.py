"""Lists of cases, the most urgent first, each a tap away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, false, func, select
from sqlalchemy.orm import aliased

from handlers.naming import first_name, shortened, without_numbers
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from storage.account import Chat
from storage.case import Case, CaseState
from storage.outbound import Button, Buttons
from storage.person import Customer, Person
from storage.promise import Promise, PromiseState
from storage.staff import Staff
from storage.topic import Topic

ABOUT = 30
_SUPERGROUP = "-100"


class Listed(NamedTuple):
    """A case and when its customer is to hear, if that is promised."""

    case: Case
    due: datetime | None


async def cases_where(
    scene: Scene, *conditions: ColumnElement[bool], most: int, after: int = 0
) -> list[Listed]:
    """Cases that meet the conditions, at most `most` after the first `after`.

    Open ones of important customers go before others. What is due first comes first; then the oldest, or,
    of those that are over, what was closed last.
    """
    due = (
        select(Promise.case_id, func.min(Promise.due_at).label("due"))
        .where(Promise.state.in_((PromiseState.open, PromiseState.broken)))
        .group_by(Promise.case_id)
        .subquery()
    )
    # Nobody jumps the queue of what is over.
    first = (func.coalesce(Customer.vip, false()) & (Case.state != CaseState.closed)).desc()
    rows = await scene.session.execute(
        select(Case, due.c.due)
        .outerjoin(due, due.c.case_id == Case.id)
        .outerjoin(Customer, Customer.person_id == Case.person_id)
        .where(*conditions)
        .order_by(first, due.c.due.is_(None), due.c.due, Case.closed_at.desc().nulls_first(), Case.id)
        .offset(after)
        .limit(most)
    )
    return [Listed(case, moment) for case, moment in rows]


class _Names(NamedTuple):
    """What a line says beside the case itself."""

    customer: str
    vip: bool
    owner: str
    climbed: bool


async def lines_of(scene: Scene, listed: Sequence[Listed], language: str) -> list[str]:
    """A line for each: urgency, number, what it is about, whose it is, and by when."""
    known = await _names(scene, [one.case.id for one in listed])
    return [_line(scene, one, known[one.case.id], language) for one in listed]


async def _names(scene: Scene, cases: list[int]) -> dict[int, _Names]:
    owner = aliased(Person)
    climbed = exists().where(
        Promise.case_id == Case.id, Promise.state == PromiseState.broken, Promise.level > 0
    )
    rows = await scene.session.execute(
        select(Case.id, Person.name, Customer.vip, Staff.public_name, owner.name, climbed)
        .join(Person, Person.id == Case.person_id)
        .outerjoin(Customer, Customer.person_id == Case.person_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
        .outerjoin(owner, owner.id == Staff.person_id)
        .where(Case.id.in_(cases))
    )
    return {
        case_id: _Names(name, bool(vip), public or first_name(own or ""), high)
        for case_id, name, vip, public, own, high in rows
    }


def _line(scene: Scene, listed: Listed, names: _Names, language: str) -> str:
    case, due = listed
    about = shortened(without_numbers(case.summary.partition("\n")[0]), ABOUT) or first_name(names.customer)
    mark = "🔴" if due is not None and due <= scene.now else "⏰" if due is not None else "·"
    if mark == "🔴" and names.climbed:
        mark += "⬆️"
    zone: ZoneInfo = scene.house.zone
    parts = [
        f"{mark} {'⭐ ' if names.vip else ''}{case.number}",
        about,
        scene.say(language, f"desk.state.{case.state.value}"),
        names.owner or scene.say(language, "desk.list.nobody"),
        in_local_words(due, scene.now, zone, language) if due is not None else "",
    ]
    return " · ".join(part for part in parts if part)


async def links_to(scene: Scene, cases: Sequence[Listed]) -> Buttons:
    """A button for each case that lies in a topic which can be linked to, three in a row."""
    links = await links_of(scene, cases)
    buttons = [Button(one.case.number, url=links[one.case.id]) for one in cases if one.case.id in links]
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


async def links_of(scene: Scene, cases: Sequence[Listed]) -> dict[int, str]:
    """The addresses of the topics in which cases go on; those that cannot be linked to are left out."""
    ids = [one.case.id for one in cases]
    newest = select(func.max(Topic.id)).where(Topic.case_id.in_(ids)).group_by(Topic.case_id)
    rows = await scene.session.execute(
        select(Topic.case_id, Topic.plain, Topic.card_message, Topic.thread, Chat.external_id)
        .join(Chat, Chat.id == Topic.chat_id)
        .where(Topic.id.in_(newest))
    )
    links = {}
    for case_id, plain, card, thread, chat in rows:
        place = card if plain else thread
        # Only supergroups have links to their messages.
        if chat.startswith(_SUPERGROUP) and place is not None:
            links[case_id] = f"https://t.me/c/{chat.removeprefix(_SUPERGROUP)}/{place}"
    return links
