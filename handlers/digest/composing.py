"""Composing a digest: only what is not zero, and one line on a quiet day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from babel.dates import format_date

from handlers.decisions import counting as decisions
from handlers.digest.counting import MOST_CASES, Count, count
from handlers.knowledge import figures, missed
from handlers.naming import staff_name
from handlers.orders import counting as orders
from handlers.promises.words import in_local_words
from handlers.recurring import showing as faults
from handlers.scene import Scene
from handlers.work_order import counting as works

MONDAY = 0
"""Once a week, on a day on which something was asked, the questions are told of at greater length."""

_DATES = {"en": "EEEE, d MMMM", "zh": "M月d日EEEE"}


async def compose(scene: Scene, language: str, since: datetime, until: datetime) -> str:
    """The digest of what happened since then, in a manager's language."""
    zone = scene.house.zone
    counted = await count(scene, since, until, end_of_day(until, zone))
    day = format_date(until.astimezone(zone).date(), _DATES[language], locale=language)
    lines = await _lines(scene, language, counted)
    lines += filter(None, [await decisions.line(scene, language, since, until)])
    lines += await works.lines(scene, language, since, until)
    lines += await orders.lines(scene, language)
    if is_weekly(scene, until):
        lines += await faults.lines_for(scene, language)
    lines += await _questions(scene, language, since, until)
    if not lines:
        return scene.say(language, "digest.quiet", day=day)
    return "\n".join([scene.say(language, "digest.head", day=day), *lines])


def is_weekly(scene: Scene, until: datetime) -> bool:
    """Whether this is the day of the week on which trends are told."""
    return until.astimezone(scene.house.zone).weekday() == MONDAY


def end_of_day(moment: datetime, zone: tzinfo) -> datetime:
    """The instant at which the local day of a moment ends."""
    tomorrow = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0), tzinfo=zone).astimezone(UTC)


async def _lines(scene: Scene, language: str, counted: Count) -> list[str]:
    lines: list[str] = []

    def add(name: str, number: int) -> None:
        if number:
            lines.append(scene.say(language, f"digest.{name}", count=number))

    add("new", counted.new_cases)
    add("open", counted.open_cases)
    add("untaken", counted.untaken)
    add("overdue", len(counted.overdue))
    lines.extend(await _cases(scene, language, counted.overdue))
    add("breaking", len(counted.breaking))
    lines.extend(await _cases(scene, language, counted.breaking))
    add("supervised", len(counted.supervised))
    for number, owner in counted.supervised[:MOST_CASES]:
        name = await staff_name(scene.session, owner) or scene.say(language, "digest.nobody")
        lines.append(scene.say(language, "digest.supervised_case", number=number, name=name))
    add("unanswered", counted.unanswered)
    for text, times in counted.questions:
        lines.append(scene.say(language, "digest.question", text=text, times=times))
    add("solved", counted.solved)
    add("undetermined", counted.undetermined)
    add("follow_ups_due", counted.follow_ups_due)
    add("follow_ups_done", counted.follow_ups_done)
    add("unreached", counted.unreached)
    add("referrals", counted.referrals)
    add("praise", counted.praise)
    add("parked", counted.parked)
    return lines


async def _questions(scene: Scene, language: str, since: datetime, until: datetime) -> list[str]:
    """What was asked of the base, and what it could learn from it."""
    counted = await figures.count(scene, since, until)
    lines = figures.lines_of(scene, language, counted) if counted.asked else []
    if open_ones := await missed.waiting(scene, since):
        lines.append(scene.say(language, "knowledge.figures.learn", count=open_ones))
    if lines and is_weekly(scene, until):
        lines += ["", *await figures.last_days(scene, language)]
    return lines


async def _cases(scene: Scene, language: str, cases: Sequence[tuple[str, datetime, int | None]]) -> list[str]:
    lines = []
    for number, due, owner in cases[:MOST_CASES]:
        name = await staff_name(scene.session, owner) or scene.say(language, "digest.nobody")
        when = in_local_words(due, scene.now, scene.house.zone, language)
        lines.append(scene.say(language, "digest.case", number=number, when=when, name=name))
    if len(cases) > MOST_CASES:
        lines.append(scene.say(language, "digest.more", count=len(cases) - MOST_CASES))
    return lines
