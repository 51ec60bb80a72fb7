"""/hours: when somebody is here, for everybody; managers see and change the exceptional days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select

from handlers.calendar.business_time import BusinessCalendar, NeverOpen
from handlers.calendar.changing import change, removal
from handlers.calendar.opening import calendar_of, exceptional_days, intervals_of, local_day, ruling
from handlers.calendar.saying import day_in_words, span_in_words, times_in_words
from handlers.naming import department_name
from handlers.promises.words import in_local_words
from handlers.turn import Turn
from storage.exceptional_day import ExceptionalDay
from storage.outbound import SendText
from storage.staff import Department

SHOWN = 7


async def hours(turn: Turn, rest: str) -> None:
    """Tell the hours of the coming days; with something to change, managers change them."""
    if rest:
        await change(turn, rest)
        return
    calendar = await calendar_of(turn)
    lines = [_now(turn, calendar), "", *_days(turn, calendar, await exceptional_days(turn))]
    if not turn.is_manager:
        turn.send(SendText("\n".join(lines)))
        return
    coming = await _coming(turn)
    lines += ["", *[await _line(turn, row) for row in coming], turn.text_of("hours.how_to_change")]
    turn.send(SendText("\n".join(lines), tuple((removal(turn, row),) for row in coming)))


def _now(turn: Turn, calendar: BusinessCalendar) -> str:
    try:
        open_now = calendar.open_at(turn.now)
        moment = calendar.next_closing(turn.now) if open_now else calendar.next_opening(turn.now)
    except NeverOpen:
        return turn.text_of("hours.never")
    key = "hours.open_until" if open_now else "hours.closed_until"
    return turn.text_of(key, when=in_local_words(moment, turn.now, turn.house.zone, turn.language))


def _days(turn: Turn, calendar: BusinessCalendar, rows: Sequence[ExceptionalDay]) -> Iterator[str]:
    today = local_day(turn, turn.now)
    for away in range(SHOWN):
        day = today + timedelta(days=away)
        row = ruling(rows, day)
        line = f"{day_in_words(day, turn.language)}  {times_in_words(turn, calendar.hours_on(day))}"
        yield f"{line} · {row.words}" if row and row.words else line


async def _coming(turn: Turn) -> Sequence[ExceptionalDay]:
    rows = await turn.session.scalars(
        select(ExceptionalDay)
        .where(ExceptionalDay.removed_at.is_(None), ExceptionalDay.last_day >= local_day(turn, turn.now))
        .order_by(ExceptionalDay.first_day, ExceptionalDay.id)
    )
    return rows.all()


async def _line(turn: Turn, row: ExceptionalDay) -> str:
    parts = [span_in_words(row, turn.language), times_in_words(turn, intervals_of(row)), row.words]
    if row.department_id is not None:
        department = await turn.session.get_one(Department, row.department_id)
        parts.insert(1, department_name(department, turn.language))
    return "• " + " · ".join(part for part in parts if part)
