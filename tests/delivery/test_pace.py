"""Pacing: never more than allowed within any window, and never slower than it must be."""

from __future__ import annotations

from heapq import heappop, heappush

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import PATIENCE, UNLIMITED, Flight, Limits, Pace, Window


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 20),
    st.floats(0.5, 60),
    st.lists(st.floats(0.0, 5.0), min_size=1, max_size=80),
)
def test_a_window_never_exceeds_its_limit(most: int, seconds: float, gaps: list[float]) -> None:
    """Counted by brute force over every window of that length."""
    window, now, times = Window(most, seconds), 0.0, []
    for gap in gaps:
        now += gap
        if window.room(now) > 0:
            window.take(now)
            times.append(now)
    for start in times:
        assert sum(start <= at < start + seconds for at in times) <= most


def test_a_full_window_says_when_it_is_free_again() -> None:
    """Exactly when its oldest operation leaves."""
    window = Window(2, 10.0)
    window.take(0.0)
    window.take(4.0)
    assert window.room(5.0) == 0
    assert window.free_at(5.0) == 10.0
    assert window.room(10.0) == 1


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 12),
    st.lists(
        st.tuples(st.floats(0.0, 0.4), st.floats(0.0, 2.0), st.floats(0.0, 1.0)), min_size=1, max_size=80
    ),
)
def test_no_window_at_the_other_end_holds_more_than_the_limit(
    most: int, plan: list[tuple[float, float, float]]
) -> None:
    """However long requests and answers take, and wherever between them Telegram counts the message."""
    pace, now, counted = Pace(Limits(bot=most, chat=10**6)), 0.0, []
    answers: list[tuple[float, int, Flight | None]] = []
    for number, (gap, takes, counts_at) in enumerate(plan):
        now += gap
        while answers and answers[0][0] <= now:
            at, _, flight = heappop(answers)
            pace.ends(flight, at)
        if pace.room(now) > 0:
            counted.append(now + takes * counts_at)
            heappush(answers, (now + takes, number, pace.begins(number, False, now)))
    for start in counted:
        assert sum(start <= at < start + 1.0 for at in counted) <= most


def spoke(pace: Pace, chat: int | None, now: float, *, group: bool = False, amount: int = 1) -> None:
    """An operation that was answered at once."""
    pace.ends(pace.begins(chat, group, now, amount), now)


def test_a_group_has_its_share_of_a_minute() -> None:
    """Edits and new topics count; other chats are not concerned."""
    pace = Pace(Limits(group=3))
    for second in range(3):
        spoke(pace, 1, float(second), group=True)
    assert pace.resting(5.0) == {1}
    spoke(pace, 2, 5.0)
    assert pace.resting(5.0) == {1}
    assert pace.resting(60.5) == set()


def test_the_whole_bot_has_a_limit_of_its_own() -> None:
    """Many chats at once add up."""
    pace = Pace(Limits(bot=5))
    for chat in range(5):
        spoke(pace, chat, 0.0)
    assert pace.room(0.5) == 0
    assert pace.next_free(0.5) == 0.5
    assert pace.room(1.0) == 5


def test_what_is_under_way_counts_until_a_second_after_its_answer() -> None:
    """Only then it is certain that Telegram counts it no more."""
    pace = Pace(Limits(bot=1))
    flight = pace.begins(7, False, 0.0)
    assert pace.room(1.5) == 0
    pace.ends(flight, 1.6)
    assert pace.room(2.5) == 0
    assert pace.room(2.7) == 1


def test_a_channel_that_does_not_answer_does_not_silence_the_bot() -> None:
    """After a few seconds without an answer the place is given to others; a late answer changes nothing."""
    pace = Pace(Limits(bot=2))
    stuck = pace.begins(1, False, 0.0)
    pace.begins(2, False, 0.0)
    assert pace.room(PATIENCE - 0.1) == 0
    assert pace.room(PATIENCE) == 0
    assert pace.room(PATIENCE + 1.1) == 2
    pace.ends(stuck, PATIENCE + 2)
    assert pace.room(PATIENCE + 2) == 2


def test_an_album_counts_each_of_its_pictures() -> None:
    """It waits until all of them fit, and one that is larger than a window is paid for in the next ones."""
    pace = Pace(Limits(group=19))
    spoke(pace, 1, 0.0, group=True, amount=10)
    assert pace.wait(1, True, 9, 1.0) == 0.0
    assert pace.wait(1, True, 10, 1.0) == 59.0
    spoke(pace, 2, 0.0, amount=8)
    assert pace.resting(5.9) == {2}
    assert pace.resting(6.1) == set()
    assert pace.wait(2, False, 3, 6.1) == pytest.approx(2.9)


def test_broadcasts_do_not_take_a_second_s_places_at_once() -> None:
    """A reply finds one soon, for they are spread over the second."""
    pace, at, times = Pace(Limits()), 0.0, []
    for chat in range(300):
        while pace.bulk_room(at) <= 0:
            at += 0.005
        spoke(pace, chat, at)
        times.append(at)
    for start in times:
        assert sum(start <= time < start + 0.2 for time in times) <= 8
    assert 299 / times[-1] > 0.95 * 30


def test_who_takes_over_goes_on_where_the_other_ended() -> None:
    """What was said before a restart counts in the same minute."""
    pace = Pace(Limits())
    pace.recall([(1, True, float(second)) for second in range(19)] + [(2, False, 18.0)])
    assert pace.resting(20.0) == {1}
    assert pace.resting(60.5) == set()


def test_answers_to_presses_are_not_counted() -> None:
    """Telegram does not limit them."""
    pace = Pace(Limits(bot=1))
    for _ in range(10):
        spoke(pace, None, 0.0)
    assert pace.room(0.0) == 1


def test_refusals_in_three_chats_silence_the_bot_for_a_while() -> None:
    """One refusal may mean the chat; three at once mean the bot."""
    pace = Pace(Limits())
    pace.refused(1, 20.0, 0.0)
    pace.refused(2, 20.0, 0.5)
    assert pace.room(0.6) > 0
    pace.refused(3, 20.0, 1.0)
    assert pace.room(1.1) == 0
    assert pace.room(21.5) > 0


def test_an_hour_for_one_chat_is_not_an_hour_for_the_bot() -> None:
    """However long the channel asks for, the whole bot is silent for half a minute at the most."""
    pace = Pace(Limits())
    for chat in range(3):
        pace.refused(chat, 10_072.0, 0.0)
    assert pace.room(30.5) > 0


def test_chats_that_rest_are_forgotten() -> None:
    """What is remembered does not grow with the number of customers."""
    pace = Pace(Limits(bot=10**6))
    for chat in range(1000):
        spoke(pace, chat, chat / 100)
    pace.resting(100.0)
    assert not pace._chats


def test_a_channel_of_ones_own_counts_nothing() -> None:
    """Benchmarks and tests are not slowed down, and remember nothing."""
    pace = Pace(UNLIMITED)
    spoke(pace, 1, 0.0, group=True)
    assert not pace._chats
    assert pace.room(0.0) > 1000
