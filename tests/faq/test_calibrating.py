"""What a confidence is worth in one base."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from faq.calibrating import TOLD, bar_of, told
from faq.growing import with_entry, without_entry
from faq.index import MOST_WEIGHTS, build_index
from faq.loading import load_base
from faq.saving import load_index, save_index

THINGS = ["lamp", "chair", "table", "sofa", "shelf", "carpet", "mirror", "curtain", "pillow", "blanket"]
ASKED = [
    "where is my {}",
    "the {} is broken",
    "how much is a {}",
    "can I return the {}",
    "{}多少钱",
    "我的{}坏了",
]
SAMPLE = Path(__file__).parents[2] / "bot" / "businesses" / "tutoring_school" / "faq.toml"


def _clear() -> list[list[str]]:
    """A base in which every held back wording is found: each entry has its own thing."""
    return [
        [f"{way.format(thing)} {part}" for way in ASKED for part in ("", "in white")]
        for thing in (f"{one}{number}" for one in THINGS for number in range(5))
    ]


def _blurred() -> list[list[str]]:
    """A base in which held back wordings are not found: wordings went to entries by chance."""
    wordings = [text for some in _clear() for text in some]
    return [wordings[number::50] for number in range(50)]


def test_an_easy_base_is_surer_than_a_blurred_one() -> None:
    """Where held back wordings are found, less is needed to tell an answer alone than where they are not."""
    easy, blurred = bar_of(_clear(), MOST_WEIGHTS), bar_of(_blurred(), MOST_WEIGHTS)
    assert easy < TOLD < blurred


def test_few_wordings_change_nothing() -> None:
    """Too small a base, and too large a one, is told by the shipped constants."""
    assert bar_of([], MOST_WEIGHTS) == TOLD
    assert bar_of(_clear()[:10], MOST_WEIGHTS) == TOLD
    assert bar_of([[f"question {number}" for number in range(4000)]], MOST_WEIGHTS) == TOLD


def test_measuring_is_the_same_every_time() -> None:
    """The bar does not depend on chance."""
    phrasings = [[question for _, question in entry.phrasings()] for entry in load_base(SAMPLE)]
    assert bar_of(phrasings, MOST_WEIGHTS) == bar_of(phrasings, MOST_WEIGHTS)


@pytest.mark.parametrize("bar", [0.6, 0.8, TOLD, 0.985])
def test_what_is_told_rises_with_the_chance(bar: float) -> None:
    """The order of confidences stays, the bar becomes TOLD, and what is unlikely stays as unlikely."""
    chances = [place / 1000 for place in range(1001)]
    values = [told(chance, bar) for chance in chances]
    assert all(one <= other for one, other in pairwise(values))
    assert told(bar, bar) == pytest.approx(TOLD)
    assert values[:501] == chances[:501]
    assert values[-1] == 1


def test_the_bar_stays_with_the_index(tmp_path: Path) -> None:
    """Saving, adding and removing keep what was measured."""
    index = build_index(_clear(), bar=0.8)
    save_index(tmp_path / "index", [], index)
    assert load_index(tmp_path / "index")[1].bar == 0.8
    assert without_entry(with_entry(index, ["一件新东西"]), 0).bar == 0.8
