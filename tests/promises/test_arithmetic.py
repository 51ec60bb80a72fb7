"""When promises are due, when they are looked at, and how that is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar import BusinessCalendar, Hours
from handlers.calendar.hours import Interval
from handlers.calendar.terms import Term, Unit, read_term
from handlers.promises.arithmetic import due_time, reached, watch_times
from handlers.promises.words import in_local_words
from handlers.waiting.rows import longer_at
from storage.promise import Promise, PromiseState

MADE = datetime(2026, 11, 23, 2, 0, 30, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = BusinessCalendar(SHANGHAI, Hours().on)
"""Monday to Friday, nine to six."""

instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
spans = st.timedeltas(timedelta(minutes=2), timedelta(days=60))
shares = st.lists(st.floats(-1, 2, allow_nan=False), max_size=5)


@pytest.mark.parametrize(
    ("term", "due"),
    [
        ("24 h", "2026-11-24T10:00"),
        ("5 days", "2026-11-28T10:00"),
        ("20 s", "2026-11-23T10:00:50"),
        ("4 working hours", "2026-11-23T14:00"),
        ("8 working hours", "2026-11-23T18:00"),
        ("9个工作小时", "2026-11-24T10:00"),
        ("90 working minutes", "2026-11-23T11:30"),
        ("1 working day", "2026-11-24T18:00"),
        ("5 个工作日", "2026-11-30T18:00"),
    ],
)
def test_due_time_is_on_the_minute_that_is_said(term: str, due: str) -> None:
    """A promise is due on the full minute its customer was told, unless that would be at once."""
    read = read_term(term)
    assert read is not None
    assert due_time(MADE, read, OFFICE) == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text", ["", "soon", "0 working days", "5 working", "1.5 working days", "0 h", "working days"]
)
def test_what_is_no_term_is_not_guessed_at(text: str) -> None:
    """A term has a number and a clock."""
    assert read_term(text) is None


@pytest.mark.parametrize(
    "text",
    ["1 d", "26 h", "90 min", "4 working hours", "45 working minutes", "1 working day", "5 working days"],
)
def test_terms_are_written_as_they_are_read(text: str) -> None:
    """What a promise keeps of its rule can be read back."""
    assert str(read_term(text)) == text


@given(instants, spans)
def test_due_time_never_comes_later_than_the_rule(made: datetime, span: timedelta) -> None:
    """What is promised lies after the promise, and at most a minute before the rule's own end."""
    due = due_time(made, Term(span), OFFICE)
    assert made < due <= made + span
    assert made + span - due < timedelta(minutes=1)


@settings(deadline=None, max_examples=50)
@given(instants, spans, shares, st.sampled_from(Unit))
def test_watch_times_rise_to_the_due_time(
    made: datetime, span: timedelta, given_shares: list[float], unit: Unit
) -> None:
    """Promises are looked at in order, within their time, at work if anybody is, and last of all when due."""
    times = watch_times(made, made + span, given_shares, OFFICE, unit)
    assert list(times) == sorted(set(times))
    assert times[-1] == made + span
    assert all(made < moment <= made + span for moment in times)
    if OFFICE.between(made, made + span) > 60:
        assert all(OFFICE.open_at(moment) for moment in times[:-1])


@pytest.mark.parametrize(
    ("made", "term", "reminders"),
    [
        pytest.param(
            "2026-11-23T10:00", "24 h", ["2026-11-23T17:59", "2026-11-24T09:00"], id="the nearest hours"
        ),
        pytest.param("2026-11-20T17:00", "24 h", ["2026-11-20T17:59"], id="before the weekend"),
        pytest.param("2026-11-21T10:00", "24 h", ["2026-11-21T22:00", "2026-11-22T05:12"], id="nobody works"),
        pytest.param(
            "2026-11-23T10:00", "4 working hours", ["2026-11-23T12:00", "2026-11-23T13:12"], id="in hours"
        ),
        pytest.param(
            "2026-11-20T16:00", "4 working hours", ["2026-11-20T17:59", "2026-11-23T10:12"], id="over both"
        ),
    ],
)
def test_reminders_come_at_work(made: str, term: str, reminders: list[str]) -> None:
    """A reminder that would fall into the night or a weekend comes at the nearest working minute."""
    begun = datetime.fromisoformat(made).replace(tzinfo=SHANGHAI).astimezone(UTC)
    read = read_term(term)
    assert read is not None
    times = watch_times(begun, due_time(begun, read, OFFICE), (0.5, 0.8), OFFICE, read.unit)
    assert [f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}" for moment in times[:-1]] == reminders


def test_steps_come_one_after_the_other() -> None:
    """What has come up to an instant is counted; an instant itself has come."""
    times = watch_times(MADE, MADE + timedelta(hours=4), (0.5, 0.8), OFFICE, Unit.calendar)
    assert [
        reached(times, MADE + timedelta(minutes=at)) for at in (0, 119, 120, 191, 192, 239, 240, 999)
    ] == [*(0, 0, 1, 1, 2, 2, 3, 3)]


@pytest.mark.parametrize(
    ("moment", "zone", "language", "words"),
    [
        ("2026-11-23T08:30", SHANGHAI, "en", "today, 16:30"),
        ("2026-11-23T08:30", SHANGHAI, "zh", "今天 16:30"),
        ("2026-11-24T02:15", SHANGHAI, "en", "tomorrow, 24 November, 10:15"),
        ("2026-11-24T02:15", SHANGHAI, "zh", "明天（11月24日）10:15"),
        ("2026-11-23T16:05", SHANGHAI, "en", "tomorrow, 24 November, 00:05"),
        ("2026-11-28T02:15", SHANGHAI, "en", "Saturday, 28 November, 10:15"),
        ("2026-11-28T02:15", SHANGHAI, "zh", "11月28日星期六 10:15"),
        ("2027-01-04T01:00", SHANGHAI, "en", "4 January 2027, 09:00"),
        ("2027-01-04T01:00", SHANGHAI, "zh", "2027年1月4日 09:00"),
        ("2026-11-23T23:30", BERLIN, "en", "tomorrow, 24 November, 00:30"),
        ("2026-11-24T02:15", SHANGHAI, "fr", "tomorrow, 24 November, 10:15"),
    ],
)
def test_moments_are_said_in_local_words(moment: str, zone: ZoneInfo, language: str, words: str) -> None:
    """A moment is said as people of that place and language would."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert in_local_words(at, MADE, zone, language) == words


def test_words_follow_the_clock_change() -> None:
    """24 hours over the autumn change of clocks are said with the hour that clocks will show."""
    before = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    assert in_local_words(before, before, BERLIN, "en") == "today, 12:00"
    assert in_local_words(before + timedelta(hours=24), before, BERLIN, "en") == "tomorrow, 25 October, 11:00"


@pytest.mark.parametrize(
    ("about", "state"),
    [
        ({"state": PromiseState.moot}, PromiseState.open),
        ({"state": PromiseState.moot, "paused_at": MADE}, PromiseState.open),
        ({"state": PromiseState.moot, "level": 2}, PromiseState.broken),
        ({"state": PromiseState.moot, "step_at": MADE}, PromiseState.broken),
        ({"state": PromiseState.kept_late}, PromiseState.open),
        ({"state": PromiseState.kept_late, "level": 1}, PromiseState.broken),
    ],
)
def test_what_stands_again_is_not_broken_in_silence(about: dict[str, Any], state: PromiseState) -> None:
    """What came due while it did not count is left to the watch, which tells everybody."""
    now = MADE + timedelta(hours=30)
    promise = Promise(**{"level": 0, "due_at": MADE + timedelta(hours=24), "settled_at": now, **about})
    promise.revive(now) if about["state"] is PromiseState.moot else promise.stand_again(now)
    assert promise.state is state
    assert (promise.settled_at is None) is (state is PromiseState.open)
    assert promise.watch_at == now


def test_a_last_day_has_waits_too() -> None:
    """Where nobody works any more after today, who waits is looked at all the same."""
    last = BusinessCalendar(SHANGHAI, lambda day: (Interval(540, 1080),) if day == MADE.date() else ())
    assert longer_at(last, MADE, 8 * 3600, 2.0) == MADE + timedelta(hours=16)
