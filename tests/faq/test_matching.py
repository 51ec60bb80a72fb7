"""What a message is matched to."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from faq import Answer, Entry, Matcher, Policy, Suggestions, Unknown


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("怎么取消", "cancel"),
        ("请问一下，我约的课能不能取消呀？", "cancel"),
        ("怎麼取消預約", "cancel"),
        ("怎么区消预约", "cancel"),
        ("how to cancle my booking", "cancel"),
        ("CANCEL", "cancel"),
        ("ｃａｎｃｅｌ　ｍｙ　ｌｅｓｓｏｎ", "cancel"),
        ("cancellllll pleaseeee", "cancel"),
        ("咋付钱啊", "pay"),
        ("can i use a credit card?", "pay"),
        ("你好 how to pay 谢谢", "pay"),
        ("opening hours???", "hours"),
        ("周日上班不", "hours"),
        ("试听要钱吗 😀", "trial"),
    ],
)
def test_finds_the_entry(school: Matcher, asked: str, wanted: str) -> None:
    """Typos, scripts, widths, courtesies and mixed languages lead to the same entry."""
    assert school.rank(asked)[0].id == wanted


def test_a_story_with_the_question_at_its_end(school: Matcher) -> None:
    """A long message is matched by the question it ends with."""
    story = (
        "我家孩子今年上三年级，平时数学还不错，就是英语一直跟不上。上周邻居跟我说你们这里老师很好，"
        "她家女儿学了半年进步特别大，我听了很心动。昨天路过你们楼下没来得及进去。想先体验一下，可以试听吗？"
    )
    assert school.rank(story)[0].id == "trial"


@pytest.mark.parametrize("asked", ["", "   ", "\n", "!!!", "？？？", "😀", "\u200b"])
def test_nothing_to_go_by(school: Matcher, asked: str) -> None:
    """A message without a word has no candidates and is unknown."""
    assert school.rank(asked) == []
    assert isinstance(school.match(asked), Unknown)


@pytest.mark.parametrize("asked", ["今天天气怎么样", "tell me a joke about elephants", "股票行情"])
def test_other_matters_are_not_answered(school: Matcher, asked: str) -> None:
    """What the base is not about is never answered alone."""
    assert not isinstance(school.match(asked), Answer)


def test_confidences_fall_and_stay_in_bounds(school: Matcher) -> None:
    """Candidates come best first, with confidences from one down to zero, at most as many as asked for."""
    ranked = school.rank("取消试听课", k=3)
    assert len(ranked) == 3
    chances = [one.confidence for one in ranked]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)


def test_a_known_wording_is_answered_alone(school: Matcher) -> None:
    """A wording the base holds is answered with its entry."""
    verdict = school.match("学费怎么交")
    assert isinstance(verdict, Answer)
    assert verdict.entry.id == "pay"
    assert verdict.confidence >= Policy().answer_alone


def test_doubt_is_shown_as_suggestions(school: Matcher) -> None:
    """Under a stricter policy the likeliest entries are suggested instead."""
    verdict = school.match("取消试听课", policy=Policy(answer_alone=1, suggest=0, also=0, most=2))
    assert isinstance(verdict, Suggestions)
    assert len(verdict.entries) == 2


def test_the_same_base_gives_the_same_answers(school: Matcher, school_entries: list[Entry]) -> None:
    """Building is deterministic."""
    again = Matcher.build(school_entries)
    for asked in ("取消", "how to pay", "试听"):
        assert again.rank(asked) == school.rank(asked)


def test_hidden_entries_are_not_found(school_entries: list[Entry]) -> None:
    """A hidden entry stays in the base but answers nobody."""
    hidden = Entry("secret", ["员工福利有哪些", "staff benefits"], "…", hidden=True)
    matcher = Matcher.build([*school_entries, hidden])
    assert matcher.entry("secret") == hidden
    assert all(one.id != "secret" for one in matcher.rank("员工福利有哪些", k=10))


def test_entries_outside_their_time_are_not_found(school_entries: list[Entry]) -> None:
    """An entry is told from its first day to the end of its last, when the time is given."""
    summer = Entry(
        "summer", ["暑期班什么时候开始"], "…", valid_from=date(2026, 7, 1), valid_until=date(2026, 8, 31)
    )
    matcher = Matcher.build([*school_entries, summer])

    def found(now: datetime | None) -> bool:
        return any(one.id == "summer" for one in matcher.rank("暑期班什么时候开始", k=10, now=now))

    assert found(None)
    assert found(datetime(2026, 7, 1, tzinfo=UTC))
    assert found(datetime(2026, 8, 31, 23, tzinfo=UTC))
    assert not found(datetime(2026, 6, 30, tzinfo=UTC))
    assert not found(datetime(2026, 9, 1, tzinfo=UTC))


@pytest.mark.parametrize("entries", [[], [Entry("one", ["怎么付款"], "…")], [Entry("none", [], "…")]])
def test_very_small_bases(entries: list[Entry]) -> None:
    """Bases with no or one entry match without complaint."""
    matcher = Matcher.build(entries)
    assert len(matcher.rank("怎么付款")) <= 1
    assert matcher.rank("zzz") == []


def test_a_policy_that_contradicts_itself_is_refused() -> None:
    """Suggesting must not ask for more certainty than answering."""
    with pytest.raises(ValueError, match="answer_alone"):
        Policy(answer_alone=0.3, suggest=0.5)
