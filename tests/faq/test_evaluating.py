"""How well a base would answer."""

from __future__ import annotations

from pathlib import Path

from faq import Entry, Policy
from faq.evaluating import evaluate
from faq.loading import load_base

SAMPLE = Path(__file__).parents[2] / "bot" / "businesses" / "tutoring_school" / "faq.toml"

MATTERS = {
    "where": ["where is my {}", "my {} has not come", "where is the {} I ordered", "the {} has not come yet"],
    "price": ["price of the {}", "what is the price of a {}", "the price for the {} please", "{} price"],
    "broken": ["the {} is broken", "my {} came broken", "broken {}", "I got a broken {}"],
}


def _shop() -> list[Entry]:
    return [
        Entry(name, [way.format(thing) for thing in ("lamp", "chair") for way in ways], "x")
        for name, ways in MATTERS.items()
    ]


def test_a_clear_base_answers_its_own_wordings() -> None:
    """Held back wordings of a base of clear entries are mostly found, and progress is told to the end."""
    steps: list[tuple[int, int]] = []
    result = evaluate(_shop(), progress=lambda done, of: steps.append((done, of)))
    assert result.asked == 24
    assert result.accuracy > 0.8
    assert result.in_three >= result.right
    assert result.outside > 0
    assert result.merge == ()
    assert len(steps) >= 8
    assert steps[-1][0] == steps[-1][1]
    assert 0.5 <= result.threshold <= 0.99
    assert result.policy().answer_alone == result.threshold


def test_entries_that_mean_the_same_are_to_be_merged() -> None:
    """Two entries that take each other's wordings are named, with examples."""
    entries = [
        *_shop(),
        Entry(
            "refund", ["I want my money back", "refund please", "give back the money", "how to refund"], "x"
        ),
        Entry(
            "repay", ["please refund", "money back now", "want a refund", "how do I get the money back"], "x"
        ),
    ]
    result = evaluate(entries)
    assert ("refund", "repay") in result.merge
    confusion = next(one for one in result.confusions if one.wanted == "refund")
    assert confusion.found == "repay"
    assert confusion.examples


def test_given_questions_are_asked_instead() -> None:
    """With questions of one's own, those are asked, the ones out of scope too."""
    result = evaluate(_shop(), [("where is that lamp", "where"), ("tell me a joke", None)])
    assert (result.asked, result.right, result.outside) == (1, 1, 1)


def test_a_base_with_little_to_ask_keeps_the_usual_threshold() -> None:
    """Without evidence the usual policy stands, and entries with one wording are named as skipped."""
    result = evaluate([Entry("a", ["one"], "x"), Entry("b", ["two"], "x")])
    assert result.asked == 0
    assert result.accuracy == 0
    assert result.skipped == ("a", "b")
    assert result.policy() == Policy()
    assert evaluate([]).asked == 0


def test_threshold_follows_what_is_wanted() -> None:
    """Who wants to be right more often gets a higher threshold and fewer answers."""
    entries = load_base(SAMPLE)[:9]
    high, low = evaluate(entries, wanted=0.97), evaluate(entries, wanted=0.85)
    assert high.threshold > low.threshold
    assert high.alone_right >= 0.97 * high.alone
    assert high.alone < low.alone


def test_too_little_to_tell() -> None:
    """A base too small to be evaluated keeps the matcher's own calibration."""
    assert evaluate([Entry("a", ["one thing", "one matter"], "A")], wanted=0.9).threshold == 0.9
