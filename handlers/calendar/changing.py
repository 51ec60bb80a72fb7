"""Managers set days apart: closed, shorter or longer, up to an end, with words for customers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from handlers.calendar.hours import Hours, Intervals, minutes
from handlers.calendar.opening import local_day, usual_hours
from handlers.calendar.reading import in_order, read_interval
from handlers.calendar.saying import span_in_words, times_in_words
from handlers.turn import Turn
from storage.case import Case
from storage.exceptional_day import ExceptionalDay
from storage.outbound import Button
from storage.promise import Promise, PromiseState
from storage.staff import Department

LONGEST = timedelta(days=366)
WORDS_LENGTH = 200
_CLOSED = frozenset({"closed", "休息", "放假", "关门"})
_SPAN = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:(?:\.\.|~|～|至)(\d{4}-\d{1,2}-\d{1,2}))?")


class Wish(NamedTuple):
    """What a manager typed: for whom, from when to when, which hours, and what customers are told."""

    department: str
    first: date
    last: date
    intervals: Intervals
    words: str


async def change(turn: Turn, typed: str) -> None:
    """Set days apart as a manager typed it; whoever is none hears so."""
    if not turn.is_manager:
        turn.reply("router.manager_only")
        return
    wish = read_wish(typed, {plan.key for plan in turn.house.departments})
    today = local_day(turn, turn.now)
    if wish is None or wish.last < wish.first or wish.last - wish.first > LONGEST:
        turn.reply("hours.not_understood")
        return
    if wish.last < today:
        turn.reply("hours.past")
        return
    department = await turn.session.scalar(select(Department).where(Department.key == wish.department))
    row = ExceptionalDay(
        department_id=department.id if department else None,
        first_day=wish.first,
        last_day=wish.last,
        intervals=[list(interval) for interval in wish.intervals],
        words=wish.words,
        created_by=turn.person.id,
        created_at=turn.now,
    )
    turn.session.add(row)
    await turn.session.flush()
    usual = usual_hours(turn.house, department)
    turn.record("hours.set_apart", day=row.id, how=_how(usual, wish))
    turn.reply(
        f"hours.set.{_how(usual, wish)}",
        buttons=((removal(turn, row),),),
        days=span_in_words(row, turn.language),
        times=times_in_words(turn, wish.intervals),
        count=await _promised_then(turn, row),
    )


def read_wish(typed: str, departments: set[str]) -> Wish | None:
    """`[department] 2026-12-24[..2026-12-26] closed | 09:00-12:00[,13:00-15:00] [words]`, or None."""
    first_word, _, rest = typed.strip().partition(" ")
    department = first_word if first_word in departments else ""
    parts = (rest if department else typed).strip().split(maxsplit=2)
    span = _SPAN.fullmatch(parts[0]) if len(parts) > 1 else None
    if span is None:
        return None
    try:
        first = _date(span[1])
        last = _date(span[2]) if span[2] else first
    except ValueError:
        return None
    words = parts[2].strip()[:WORDS_LENGTH] if len(parts) > 2 else ""
    if parts[1].casefold() in _CLOSED:
        return Wish(department, first, last, (), words)
    read = [read_interval(one) for one in re.split("[,，]", parts[1])]
    intervals = in_order([one for one in read if one is not None])
    if intervals is None or None in read:
        return None
    return Wish(department, first, last, intervals, words)


def _date(text: str) -> date:
    year, month, day = map(int, text.split("-"))
    return date(year, month, day)


def _how(usual: Hours, wish: Wish) -> str:
    if not wish.intervals:
        return "closed"
    return "extended" if minutes(wish.intervals) > minutes(usual.on(wish.first)) else "shortened"


async def _promised_then(turn: Turn, row: ExceptionalDay) -> int:
    """How many customers were promised to hear from us on these days: what was promised stands."""
    promised = select(Promise.due_at).where(Promise.state == PromiseState.open)
    if row.department_id is not None:
        promised = promised.join(Case, Case.id == Promise.case_id).where(
            Case.department_id == row.department_id
        )
    due = await turn.session.scalars(promised)
    return sum(row.first_day <= local_day(turn, moment) <= row.last_day for moment in due)


def removal(turn: Turn, row: ExceptionalDay) -> Button:
    """The button that takes an exception back."""
    label = turn.text_of("hours.take_back", days=span_in_words(row, turn.language))
    return turn.button(label, "hours.remove", "managers", day=row.id)


async def remove(turn: Turn, args: dict[str, Any]) -> None:
    """A manager takes an exception back: the usual hours count again."""
    if not turn.is_manager:
        turn.answer("router.manager_only", alert=True)
        return
    row = await turn.session.get_one(ExceptionalDay, int(args["day"]), with_for_update=True)
    if row.removed_at is not None:
        turn.answer("hours.taken_back_already", alert=True)
        return
    row.removed_at = turn.now
    turn.record("hours.taken_back", day=row.id)
    turn.answer("hours.taken_back")
    turn.reply("hours.usual_again", days=span_in_words(row, turn.language))
