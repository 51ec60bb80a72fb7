"""Gathering what was not answered."""

from __future__ import annotations

from faq import Matcher
from faq.mining import cluster

ASKED = [
    "可以停车吗",
    "do you sell gift cards",
    "你们那里可以停车吗？",
    "附近能停车吗",
    "!!!",
    "do you sell a gift card?",
    "可以停车吗",
    "学费可以分期交吗",
]


def test_the_same_question_in_many_words_is_one_cluster(school: Matcher) -> None:
    """Alike questions are gathered, the most asked first, with the places they came from."""
    clusters = cluster(ASKED, school)
    assert [one.members for one in clusters] == [(0, 2, 3, 6), (1, 5), (7,)]
    assert [one.size for one in clusters] == [4, 2, 1]
    assert clusters[0].examples[0] == "可以停车吗"
    assert "!!!" not in [example for one in clusters for example in one.examples]


def test_the_nearest_entry_is_named_with_its_chance(school: Matcher) -> None:
    """A cluster says which entry comes nearest, or that none does."""
    clusters = {one.examples[0]: one for one in cluster(ASKED, school)}
    assert clusters["学费可以分期交吗"].nearest_entry == "pay"
    assert 0 < clusters["学费可以分期交吗"].confidence < 1
    strange = cluster(["xylophone quartz"], school)[0]
    assert (strange.nearest_entry, strange.confidence) == (None, 0.0)


def test_nothing_asked_makes_no_clusters(school: Matcher) -> None:
    """Without questions there is nothing to show."""
    assert cluster([], school) == []
    assert cluster(["", "?"], school) == []
