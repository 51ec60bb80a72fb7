"""Bases of a few entries with a wording or two each: there a wrong word weighs as much as the right ones."""

from __future__ import annotations

import pytest

from faq import Answer, Entry, Matcher, Policy, Suggestions
from faq.swapping import is_swapped

RED = Entry("red", {"en": ["How do I get a red balloon at the fair"], "zh": ["怎么拿红气球"]}, "Red.")
BLUE = Entry("blue", {"en": ["How do I get a blue balloon at the fair"], "zh": ["怎么拿蓝气球"]}, "Blue.")
PARK = Entry("park", {"en": ["where can I park my car", "is there parking"]}, "Behind the tent.")
HOURS = Entry("hours", {"en": ["opening hours", "when do you open"], "zh": ["几点开门"]}, "From nine.")
TICKETS = Entry("tickets", ["how much is a ticket", "门票多少钱", "ticket prices"], "Five.")
BASES = [
    [RED],
    [RED, BLUE],
    [BLUE, RED],
    [RED, PARK],
    [RED, BLUE, PARK],
    [HOURS, RED, BLUE, PARK, TICKETS],
]
ids = [" ".join(entry.id for entry in base) for base in BASES]


@pytest.mark.parametrize("base", BASES, ids=ids)
@pytest.mark.parametrize("asked", ["How do I get a green balloon at the fair then?", "怎么拿绿气球"])
def test_another_telling_word_is_not_answered_alone(base: list[Entry], asked: str) -> None:
    """A wording whose telling word was replaced by one the base lacks is suggested, not told."""
    verdict = Matcher.build(base).match(asked)
    assert isinstance(verdict, Suggestions)
    assert verdict.entries[0] in (RED, BLUE)


@pytest.mark.parametrize("base", [base for base in BASES if BLUE in base])
@pytest.mark.parametrize(
    "asked", ["How do I get a green balloon at the fair then?", "怎么拿绿气球", "balloon at the fair"]
)
def test_entries_equally_near_are_equally_likely(base: list[Entry], asked: str) -> None:
    """What two entries are equally near to is shared between them, and both are suggested."""
    matcher = Matcher.build(base)
    first, second = matcher.rank(asked, 2)
    assert {first.id, second.id} == {"red", "blue"}
    assert first.confidence - second.confidence < 0.25
    verdict = matcher.match(asked)
    assert isinstance(verdict, Suggestions)
    assert {entry.id for entry in verdict.entries} == {"red", "blue"}


@pytest.mark.parametrize("base", BASES, ids=ids)
def test_known_wordings_are_answered_alone(base: list[Entry]) -> None:
    """Word for word, every wording of every entry is told alone however small the base."""
    matcher = Matcher.build(base)
    for entry in base:
        for _, wording in entry.phrasings():
            verdict = matcher.match(wording + "?")
            assert isinstance(verdict, Answer), wording
            assert verdict.entry == entry


@pytest.mark.parametrize("base", BASES, ids=ids)
def test_all_chances_together_are_no_more_than_one(base: list[Entry]) -> None:
    """One question has one right entry at most."""
    matcher = Matcher.build(base)
    for asked in ("a balloon please", "怎么拿气球", "when can I get a red ticket", "park"):
        assert sum(one.confidence for one in matcher.rank(asked, 10)) <= 1.001


def test_other_matters_are_unknown_to_one_entry() -> None:
    """A single entry is not the answer to everything."""
    matcher = Matcher.build([RED])
    for asked in ("what is the weather like tomorrow", "今天天气怎么样", "I want my money back"):
        assert not isinstance(matcher.match(asked, policy=Policy(answer_alone=0.5)), Answer)


@pytest.mark.parametrize(
    ("asked", "known", "swapped"),
    [
        ("where can i park my bike", "where can i park my car", True),
        ("怎么拿绿气球", "怎么拿红气球", True),
        ("where can i park my car", "where can i park my car", False),
        ("where can i park my cars", "where can i park my car", False),
        ("so where can i park my car", "where can i park my car", False),
        ("what about the car", "where can i park my car", False),
        ("can we park", "can i park", False),
    ],
)
def test_what_a_swapped_word_is(asked: str, known: str, swapped: bool) -> None:
    """A word in the place of another counts; words added, bent or left out do not."""
    assert is_swapped(asked, known) is swapped
