"""Lists of cases, the most urgent first, each a tap away."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, false, func, select

from handlers.desk.climbed import has_climbed
from handlers.naming import first_name, shortened, staff_name, without_numbers
from handlers.promises.words import in_local_words
from handlers.scene import Scene
from storage.account import Chat
from storage.case import Case, CaseState
from storage.outbound import Button, Buttons
from storage.person import Customer, Person
from storage.promise import Promise, PromiseState
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


async def line_of(scene: Scene, listed: Listed, language: str) -> str:
    """One line: urgency, number, what it is about, whose it is, and by when."""
    case, due = listed
    person = await scene.session.get_one(Person, case.person_id)
    about = shortened(without_numbers(case.summary.partition("\n")[0]), ABOUT) or first_name(person.name)
    owner = await staff_name(scene.session, case.owner_id)
    mark = "🔴" if due is not None and due <= scene.now else "⏰" if due is not None else "·"
    if mark == "🔴" and await has_climbed(scene, case.id):
        mark += "⬆️"
    zone: ZoneInfo = scene.house.zone
    vip = await scene.session.scalar(select(Customer.vip).where(Customer.person_id == case.person_id))
    parts = [
        f"{mark} {'⭐ ' if vip else ''}{case.number}",
        about,
        scene.say(language, f"desk.state.{case.state.value}"),
        owner or scene.say(language, "desk.list.nobody"),
        in_local_words(due, scene.now, zone, language) if due is not None else "",
    ]
    return " · ".join(part for part in parts if part)


async def links_to(scene: Scene, cases: list[Listed]) -> Buttons:
    """A button for each case that lies in a topic which can be linked to, three in a row."""
    buttons = []
    for case, _ in cases:
        if url := await link_of(scene, case.id):
            buttons.append(Button(case.number, url=url))
    return tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))


async def link_of(scene: Scene, case_id: int) -> str:
    """The address of a case's topic; empty where there is none to link to."""
    topic = await scene.topic_of(case_id)
    return await _link(scene, topic) if topic is not None else ""


async def _link(scene: Scene, topic: Topic) -> str:
    chat = await scene.session.get_one(Chat, topic.chat_id)
    place = topic.card_message if topic.plain else topic.thread
    # Only supergroups have links to their messages.
    if not chat.external_id.startswith(_SUPERGROUP) or place is None:
        return ""
    return f"https://t.me/c/{chat.external_id.removeprefix(_SUPERGROUP)}/{place}"
