"""What a board says: a line for each open case of its group, the numbers leading to the topics."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from handlers.desk.listing import cases_where, lines_of, links_of
from handlers.scene import Scene
from handlers.texts import units
from storage.account import Chat
from storage.case import OPEN_STATES, WAITING_FOR_US, Case, CaseState
from storage.outbound import Marks
from storage.topic import Topic

MOST = 25


def is_newest() -> ColumnElement[bool]:
    """Of a case's topics the one in which it goes on."""
    later = aliased(Topic)
    return Topic.id == (
        select(func.max(later.id)).where(later.case_id == Topic.case_id).correlate(Topic).scalar_subquery()
    )


async def write(scene: Scene, chat: Chat) -> tuple[str, Marks]:
    """The list, and where its numbers link to."""
    language = scene.house.default_language
    # Asked of each open case: a group has far more topics that are over.
    here = select(Topic.id).where(Topic.case_id == Case.id, Topic.chat_id == chat.id, is_newest()).exists()
    waiting = Case.state.in_(WAITING_FOR_US)
    counted = await scene.session.execute(
        select(Case.state, func.count()).where(here, Case.state.in_(OPEN_STATES)).group_by(Case.state)
    )
    states = {row[0]: row[1] for row in counted}
    resolved = states.pop(CaseState.resolved, 0)
    total = sum(states.values())
    text = scene.say(language, "board.head" if total else "board.nothing", count=total)
    marks: list[dict[str, object]] = []
    cases = await cases_where(scene, waiting, here, most=MOST)
    links = await links_of(scene, cases)
    for listed, line in zip(cases, await lines_of(scene, cases, language), strict=True):
        number = listed.case.number
        text += "\n"
        url = links.get(listed.case.id)
        if url and number in line:
            place = units(text) + units(line[: line.index(number)])
            marks.append({"type": "text_link", "offset": place, "length": units(number), "url": url})
        text += line
    if total > len(cases):
        text += "\n" + scene.say(language, "board.more", count=total - len(cases))
    if resolved:
        text += "\n\n" + scene.say(language, "board.resolved", count=resolved)
    return text, tuple(marks)
