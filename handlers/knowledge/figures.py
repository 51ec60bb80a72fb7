"""Figures: what was asked, what the base could do about it, and which entries earn their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select

from handlers.knowledge.contacts import Touch, contacts_of, settled_at_once
from handlers.knowledge.entries import all_entries
from handlers.knowledge.wording import title_of
from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import Case, CaseKind
from storage.event import Event
from storage.question import Question, QuestionResult

SHOWN = timedelta(days=30)
UNUSED = timedelta(days=90)
TOP = 5
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened between two instants."""

    asked: int
    alone: int
    picked: int
    helped: int
    not_helped: int
    handed_over: int
    top: tuple[tuple[str, int], ...]
    """The entries told most often, with how often."""
    settled: int
    contacts: int
    """First contacts that are old enough to tell, and how many of them were settled at once."""

    @property
    def first_contact(self) -> float | None:
        """The share of matters that were settled at the first contact."""
        return self.settled / self.contacts if self.contacts else None


async def count(scene: Scene, since: datetime, until: datetime) -> Figures:
    """Count what was asked between two instants."""

    def times(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, 1)))

    within = (Question.asked_at >= since, Question.asked_at <= until)
    row = (
        await scene.session.execute(
            select(
                func.count(Question.id),
                times(Question.result == QuestionResult.answered),
                times(and_(Question.result == QuestionResult.suggested, Question.entry.is_not(None))),
                times(Question.helpful.is_(True)),
                times(Question.helpful.is_(False)),
                times(Question.handed_over.is_(True)),
            ).where(*within)
        )
    ).one()
    top = await scene.session.execute(
        select(Question.entry, func.count(Question.id))
        .where(*within, Question.entry.is_not(None))
        .group_by(Question.entry)
        .order_by(func.count(Question.id).desc(), Question.entry)
        .limit(TOP)
    )
    settled, contacts = await _first_contacts(scene, since, until)
    asked, alone, picked, helped, not_helped, handed_over = (int(number) for number in row)
    return Figures(
        asked,
        alone,
        picked,
        helped,
        not_helped,
        handed_over,
        top=tuple((str(entry), int(number)) for entry, number in top),
        settled=settled,
        contacts=contacts,
    )


async def unused(scene: Scene) -> list[str]:
    """Entries customers may be told that nobody was told for a long time."""
    rows = await scene.session.scalars(
        select(Question.entry)
        .where(Question.asked_at >= scene.now - UNUSED, Question.entry.is_not(None))
        .distinct()
    )
    used = set(rows)
    return [
        entry.id
        for entry in (await all_entries(scene)).values()
        if entry.id not in used
        and not entry.hidden
        and entry.is_valid_at(scene.now.astimezone(scene.house.zone))
    ]


async def _first_contacts(scene: Scene, since: datetime, until: datetime) -> tuple[int, int]:
    window = scene.house.rules.faq.settled_after
    start = since - window
    asked = await scene.session.execute(
        select(
            Question.person_id,
            Question.asked_at,
            Question.entry,
            Question.helpful,
            Question.handed_over,
        ).where(Question.asked_at >= start, Question.asked_at <= until)
    )
    touches = [
        Touch(person, at, handed_over or (helpful is not False and entry is not None))
        for person, at, entry, helpful, handed_over in asked
    ]
    opened = await scene.session.execute(
        select(Case.person_id, Case.created_at).where(
            Case.created_at >= start, Case.created_at <= until, Case.kind != CaseKind.inquiry
        )
    )
    touches += [Touch(person, at, True) for person, at in opened]
    reopened = await scene.session.execute(
        select(Case.person_id, Event.at)
        .join(Case, Case.id == Event.case_id)
        .where(Event.verb == "case.reopened", Event.at >= start, Event.at <= until)
    )
    touches += [Touch(person, at, False) for person, at in reopened]
    return settled_at_once(contacts_of(touches), window, since, until)


async def show(turn: Turn) -> None:
    """Show a manager the figures of the last days."""
    turn.reply("knowledge.figures.all", lines="\n".join(await last_days(turn, turn.language)))


async def last_days(scene: Scene, language: str) -> list[str]:
    """The figures of the last days in words, with the entries told most and those nobody needed."""
    figures = await count(scene, scene.now - SHOWN, scene.now)
    entries = await all_entries(scene)

    def name(entry_id: str) -> str:
        return title_of(entries[entry_id], language) if entry_id in entries else entry_id

    head = scene.say(language, "knowledge.figures.head", days=SHOWN.days)
    lines = [head, *lines_of(scene, language, figures)]
    share = figures.first_contact
    if share is not None:
        lines.append(
            scene.say(
                language,
                "knowledge.figures.first_contact",
                share=f"{share:.0%}",
                settled=figures.settled,
                of=figures.contacts,
                days=scene.house.rules.faq.settled_after.days,
            )
        )
    if figures.top:
        lines.append(scene.say(language, "knowledge.figures.top"))
        lines += [
            scene.say(language, "knowledge.figures.entry", title=name(entry), count=times)
            for entry, times in figures.top
        ]
    never = await unused(scene)
    if never:
        names = scene.say(language, "knowledge.figures.comma").join(
            name(entry) for entry in never[:MOST_NAMED]
        )
        more = scene.say(language, "knowledge.and_more", count=len(never) - MOST_NAMED)
        lines.append(
            scene.say(language, "knowledge.figures.unused", count=len(never), days=UNUSED.days, names=names)
            + (f" {more}" if len(never) > MOST_NAMED else "")
        )
    return lines


def lines_of(scene: Scene, language: str, figures: Figures) -> list[str]:
    """The lines that the digest tells as well; none when nothing was asked."""
    if not figures.asked:
        return [scene.say(language, "knowledge.figures.nothing")]
    lines = [scene.say(language, "knowledge.figures.asked", count=figures.asked, alone=figures.alone)]
    if figures.picked:
        lines.append(scene.say(language, "knowledge.figures.picked", count=figures.picked))
    if figures.helped or figures.not_helped:
        lines.append(
            scene.say(language, "knowledge.figures.helped", yes=figures.helped, no=figures.not_helped)
        )
    if figures.handed_over:
        lines.append(scene.say(language, "knowledge.figures.handed_over", count=figures.handed_over))
    return lines
