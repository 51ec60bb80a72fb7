"""What agents type: times and amounts as people of both languages write them; when visits are looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.quiet_hours import quiet
from handlers.rules import FollowUpRules
from handlers.work_order.money import in_money, read_amount
from handlers.work_order.times import look_times, read_time, read_times

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 23 November 2026, 10:00 in Shanghai."""


def local(text: str) -> datetime:
    """A local time of this November and after."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("14:00", "2026-11-23 14:00"),
        ("today 14:30", "2026-11-23 14:30"),
        ("tomorrow 9:05", "2026-11-24 09:05"),
        ("明天 9：30", "2026-11-24 09:30"),
        ("后天14点", "2026-11-25 14:00"),
        ("friday 14:00", "2026-11-27 14:00"),
        ("Mon, 8:00", "2026-11-30 08:00"),
        ("周五 14:00", "2026-11-27 14:00"),
        ("星期天 9:00", "2026-11-29 09:00"),
        ("27.11. 9:30", "2026-11-27 09:30"),
        ("11月27日 14:00", "2026-11-27 14:00"),
        ("2026-12-01 8:15", "2026-12-01 08:15"),
        ("5.1. 10:00", "2027-01-05 10:00"),
    ],
)
def test_times_are_read(text: str, moment: str) -> None:
    """Days by name, date or weekday; a day that is over is one of the next year."""
    found = read_time(text, NOW, SHANGHAI)
    assert found is not None
    assert found == (local(moment), "")


@pytest.mark.parametrize(
    "text", ["", "soon", "9:00", "25:00", "31.2. 9:00", "2026-11-22 9:00", "2027-10-01 9:00"]
)
def test_what_is_no_coming_time_is_none(text: str) -> None:
    """Nothing is guessed: what is over, far away or no time at all is asked for again."""
    assert read_time(text, NOW, SHANGHAI) is None


def test_a_leap_day_that_is_over_is_no_coming_time() -> None:
    """The year after has no such day; and what lies before all clocks is no time either."""
    assert read_time("29.2. 9:00", datetime(2028, 3, 1, 2, 0, tzinfo=UTC), SHANGHAI) is None
    assert read_time("0001-01-01 0:00", NOW, SHANGHAI) is None


def test_several_times_and_the_words_after_one() -> None:
    """Between bars, commas or lines; at most three; one that is none spoils them all."""
    two = [local("2026-11-24 14:00"), local("2026-11-27 09:30")]
    assert read_times("27.11. 9:30 | tomorrow 14:00", NOW, SHANGHAI) == two
    assert read_times("明天 14:00，周五 9:30", NOW, SHANGHAI) == two
    assert read_times("tomorrow 14:00\nFri 9:30", NOW, SHANGHAI) == two
    assert read_times("tomorrow 14:00 | whenever", NOW, SHANGHAI) == []
    assert read_times("14:00 | 15:00 | 16:00 | 17:00", NOW, SHANGHAI) == []
    assert read_time("15:10 The visit before takes longer.", NOW, SHANGHAI) == (
        local("2026-11-23 15:10"),
        "The visit before takes longer.",
    )


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("380 A new pump", "CNY", (38000, "A new pump")),
        ("380.5", "CNY", (38050, "")),
        ("¥1,280.00 水泵", "CNY", (128000, "水泵")),
        ("380元 水泵", "CNY", (38000, "水泵")),
        ("EUR 12.34 seal", "EUR", (1234, "seal")),
        ("900 filter", "JPY", (900, "filter")),
        ("9.5", "JPY", None),
        ("3.805", "CNY", None),
        ("0", "CNY", None),
        ("a pump", "CNY", None),
    ],
)
def test_amounts_are_whole_numbers_of_the_smallest_unit(
    text: str, currency: str, amount: tuple[int, str] | None
) -> None:
    """No fraction is lost and none invented: what is finer than the currency is refused."""
    assert read_amount(text, currency) == amount


def test_amounts_are_said_as_the_reader_s_language_does() -> None:
    """The same amount in both languages, to the last unit."""
    assert in_money(38050, "CNY", "zh") == "¥380.50"
    assert in_money(38050, "CNY", "en") == "CN¥380.50"
    assert in_money(900, "JPY", "en") == "¥900"


def test_reminders_come_in_decent_hours_and_never_late() -> None:
    """A day and an hour before, shifted out of the night; none before it was agreed, none after it began."""

    def times(starts: str, agreed: str) -> list[datetime]:
        return list(
            look_times(
                local(starts),
                local(agreed),
                (timedelta(days=1), timedelta(hours=1)),
                timedelta(minutes=10),
                lambda moment: quiet(moment, SHANGHAI, FollowUpRules()),
            )
        )

    assert times("2026-11-26 14:00", "2026-11-23 10:00") == [
        local("2026-11-25 14:00"),
        local("2026-11-26 13:00"),
        local("2026-11-26 14:10"),
    ]
    assert times("2026-11-26 09:30", "2026-11-23 10:00") == [
        local("2026-11-25 09:30"),
        local("2026-11-26 09:00"),
        local("2026-11-26 09:40"),
    ]
    assert times("2026-11-26 09:00", "2026-11-25 12:00") == [local("2026-11-26 09:10")]
    assert times("2026-11-23 10:30", "2026-11-23 10:00") == [local("2026-11-23 10:40")]
