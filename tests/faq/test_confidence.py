"""The formulas that order candidates and say how likely the first is right."""

from __future__ import annotations

import numpy as np
import pytest

from faq.confidence import Formula, chances_of
from faq.evidence import CERTAINTY, RANKING, ranking
from faq.linear import packed, unpacked
from faq.nearness import COLUMNS
from faq.vocabulary import MARKS, Vocabulary

CHANCE = np.random.default_rng(3)
CERTAIN = dict.fromkeys((*CERTAINTY, "start"), 0.0)


def test_shares_are_those_of_the_learnt_terms() -> None:
    """What is learnt for each term of an order is what the shares are made of."""
    learnt = dict(zip(RANKING, CHANCE.normal(size=len(RANKING)).tolist(), strict=True))
    measured = CHANCE.random((8, len(COLUMNS)))
    raised = np.exp(ranking(measured) @ list(learnt.values()))
    shares = Formula.of(learnt, CERTAIN).shares(measured, measured.tolist())
    assert shares == pytest.approx((raised / raised.sum()).tolist())


def test_chance_is_a_logistic_formula() -> None:
    """The chance follows the evidence, and stays between none and certainty however much of it there is."""
    formula = Formula.of({}, CERTAIN | {"best": 2.0, "start": -1.0})
    evidence = [float(name == "best") for name in CERTAINTY]
    assert formula.chance(evidence) == pytest.approx(1 / (1 + np.exp(-1)))
    assert (
        0 < formula.chance([-1e9 * one for one in evidence]) < formula.chance([1e9 * one for one in evidence])
    )


def test_others_share_what_the_first_leaves() -> None:
    """All chances together are no more than one, in the proportion of the shares."""
    assert chances_of([0.1, 0.6, 0.3], [1, 2, 0], 0.5) == pytest.approx([0.5, 0.25, 1 / 12])
    assert sum(chances_of([0.2, 0.5, 0.3], [1, 2, 0], 0.9)) == pytest.approx(1)


def test_packed_weights_are_nearly_the_same() -> None:
    """Weights in half the room are off by no more than rounding; absurd ones are cut off."""
    weights = CHANCE.normal(size=(50, 4)).astype(np.float32)
    assert np.abs(unpacked(packed(weights)) - weights).max() < 0.0002
    assert unpacked(packed(np.array([-99.0, 99.0]))).tolist() == pytest.approx([-8, 8], abs=0.001)


def test_marks_do_not_outlast_their_message() -> None:
    """What one entry has is not taken for what another has, however many messages come."""
    vocabulary = Vocabulary.of(np.arange(0, 160, 16, dtype=np.uint32), 10)
    asked = np.arange(10)
    for turn in range(3 * MARKS):
        held = np.array([turn % 10, turn * 7 % 10], np.int32)
        assert vocabulary.among(asked, held).nonzero()[0].tolist() == sorted(set(held.tolist()))
