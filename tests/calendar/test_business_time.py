"""Known cases of business time: closing hours, lunch, weekends, holidays, swap days, clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.calendar import BusinessCalendar, Hours, Interval, NeverOpen, OddDay
from handlers.calendar.public_holidays import missing_years

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = (Interval(9 * 60, 17 * 60),)
WITH_LUNCH = (Interval(9 * 60, 12 * 60), Interval(13 * 60, 17 * 60))
ALL_DAY = (Interval(0, 24 * 60),)
WORKWEEK = Hours(week=(*[NINE_TO_FIVE] * 5, (), ()))
CHINA = BusinessCalendar(SHANGHAI, WORKWEEK.on)
LUNCH = BusinessCalendar(SHANGHAI, Hours(week=(*[WITH_LUNCH] * 5, (), ())).on)
NIGHT = BusinessCalendar(BERLIN, Hours(week=(ALL_DAY,) * 7, holidays="").on)


def local(text: str, zone: ZoneInfo = SHANGHAI, fold: int = 0) -> datetime:
    """The instant of a wall-clock time of a zone; `fold` 1 is the second of two."""
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("calendar", "begun", "hours", "due"),
    [
        pytest.param(CHINA, "2026-11-20T16:30", 1, "2026-11-23T09:30", id="over the weekend"),
        pytest.param(CHINA, "2026-11-20T16:00", 1, "2026-11-20T17:00", id="just before closing"),
        pytest.param(CHINA, "2026-11-23T10:00", 0, "2026-11-23T10:00", id="no time at all"),
        pytest.param(CHINA, "2026-11-21T12:00", 8, "2026-11-23T17:00", id="a whole day from Saturday"),
        pytest.param(CHINA, "2026-09-30T17:00", 4, "2026-10-08T13:00", id="over the National Day week"),
        pytest.param(
            CHINA, "2026-10-09T16:00", 2, "2026-10-10T10:00", id="into a Saturday worked in exchange"
        ),
        pytest.param(CHINA, "2026-02-13T16:00", 10, "2026-02-24T10:00", id="over the Spring Festival"),
        pytest.param(CHINA, "2026-09-18T16:30", 1, "2026-09-20T09:30", id="a Sunday worked in exchange"),
        pytest.param(LUNCH, "2026-11-23T11:30", 1, "2026-11-23T13:30", id="over lunch"),
        pytest.param(LUNCH, "2026-11-23T12:30", 4, "2026-11-23T17:00", id="from within lunch"),
    ],
)
def test_time_is_added(calendar: BusinessCalendar, begun: str, hours: float, due: str) -> None:
    """So many hours of work after an instant it is then."""
    assert calendar.add(local(begun), hours * 3600) == local(due)
    assert calendar.between(local(begun), local(due)) == hours * 3600
    assert calendar.between(local(due), local(begun)) == -hours * 3600


@pytest.mark.parametrize(
    ("begun", "days", "due"),
    [
        ("2026-11-23T10:00", 5, "2026-11-30T17:00"),
        ("2026-11-21T10:00", 1, "2026-11-23T17:00"),
        ("2026-09-30T10:00", 2, "2026-10-09T17:00"),
        ("2026-10-09T10:00", 1, "2026-10-10T17:00"),
    ],
)
def test_working_days_end_when_the_last_of_them_closes(begun: str, days: int, due: str) -> None:
    """“Within five working days” is up to the closing of the fifth one after today."""
    assert CHINA.end_of_day(local(begun), days) == local(due)


def test_the_door_opens_and_closes() -> None:
    """An interval begins at its first instant and is over at its end."""
    assert CHINA.open_at(local("2026-11-23T09:00"))
    assert not CHINA.open_at(local("2026-11-23T17:00"))
    assert not CHINA.open_at(local("2026-10-01T10:00")), "National Day"
    assert not LUNCH.open_at(local("2026-11-23T12:00"))
    assert CHINA.next_opening(local("2026-11-20T17:00")) == local("2026-11-23T09:00")
    assert CHINA.next_opening(local("2026-11-23T10:10")) == local("2026-11-23T10:10")
    assert LUNCH.next_closing(local("2026-11-23T08:00")) == local("2026-11-23T12:00")


def test_the_last_working_minute_before() -> None:
    """Who must be told in working hours is told in the last of them, if there were any."""
    since = local("2026-11-20T10:00")
    assert CHINA.working_before(local("2026-11-22T03:00"), since) == local("2026-11-20T16:59")
    assert CHINA.working_before(local("2026-11-20T11:00"), since) == local("2026-11-20T11:00")
    assert CHINA.working_before(local("2026-11-22T03:00"), local("2026-11-21T10:00")) is None


def test_spring_leaves_an_hour_out() -> None:
    """On the day the clocks go forward, a day has 23 hours, and a time that is left out is the next one."""
    day = (local("2026-03-29T00:00", BERLIN), local("2026-03-30T00:00", BERLIN))
    assert NIGHT.between(*day) == 23 * 3600
    early = Hours(week=((Interval(2 * 60 + 30, 4 * 60),),) * 7, holidays="")
    calendar = BusinessCalendar(BERLIN, early.on)
    assert calendar.next_opening(day[0]) == local("2026-03-29T03:00", BERLIN)
    assert calendar.between(*day) == 3600


def test_autumn_gives_an_hour_twice() -> None:
    """On the day the clocks go back, a day has 25 hours, and a shift over that hour is longer."""
    day = (local("2026-10-25T00:00", BERLIN), local("2026-10-26T00:00", BERLIN))
    assert NIGHT.between(*day) == 25 * 3600
    assert NIGHT.add(local("2026-10-25T01:30", BERLIN), 3600) == local("2026-10-25T02:30", BERLIN)
    shift = BusinessCalendar(BERLIN, Hours(week=((Interval(60, 240),),) * 7, holidays="").on)
    assert shift.between(*day) == 4 * 3600
    assert shift.add(local("2026-10-25T01:00", BERLIN), 2 * 3600) == local("2026-10-25T02:00", BERLIN, fold=1)


def test_single_days_go_over_everything() -> None:
    """A day in the settings is closed, open at other hours, or a working day although it is a holiday."""
    hours = Hours(
        week=WORKWEEK.week,
        days={
            date(2026, 11, 24): OddDay.closed,
            date(2026, 11, 28): (Interval(600, 720),),
            date(2026, 10, 2): OddDay.workday,
            date(2026, 10, 3): OddDay.workday,
        },
    )
    calendar = BusinessCalendar(SHANGHAI, hours.on)
    assert calendar.next_opening(local("2026-11-23T17:00")) == local("2026-11-25T09:00")
    assert calendar.open_at(local("2026-11-28T11:00"))
    assert calendar.open_at(local("2026-10-02T09:00"))
    assert calendar.open_at(local("2026-10-03T09:00")), "a Saturday that is worked has the usual hours"


def test_a_business_may_know_no_holidays() -> None:
    """Without a country, holidays are days like any other; with another one, they are that country's."""
    assert BusinessCalendar(SHANGHAI, Hours(holidays="").on).open_at(local("2026-10-01T10:00"))
    german = BusinessCalendar(BERLIN, Hours(holidays="DE").on)
    assert not german.open_at(local("2026-10-03T10:00", BERLIN))
    assert not german.open_at(local("2026-05-01T10:00", BERLIN))
    assert german.open_at(local("2026-10-01T10:00", BERLIN))


def test_who_never_opens_is_told_so() -> None:
    """A week without hours is an error, not an endless search."""
    never = BusinessCalendar(SHANGHAI, Hours(week=((),) * 7).on)
    with pytest.raises(NeverOpen):
        never.add(local("2026-11-23T10:00"), 60)
    with pytest.raises(NeverOpen):
        never.end_of_day(local("2026-11-23T10:00"), 1)
    assert never.between(local("2026-11-23T10:00"), local("2026-12-23T10:00")) == 0


def test_a_missing_table_is_noticed_from_november_on() -> None:
    """Swap days are announced in autumn: until then nobody misses the next year's."""
    assert missing_years("CN", date(2025, 10, 31)) == []
    assert missing_years("CN", date(2025, 11, 1)) == []
    assert missing_years("CN", date(2039, 11, 1)) == [2039, 2040]
    assert missing_years("CN", date(2039, 10, 1)) == [2039]
    assert missing_years("DE", date(2039, 11, 1)) == []
