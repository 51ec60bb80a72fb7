"""How alike two texts are by the matcher's own features.

Everything here is a function of its arguments: the same texts in the same order give the same answer.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from faq.features import KIND_BITS, Kind, features
from faq.normal import canonical
from faq.vocabulary import WEIGHT_OF_KIND

_TOLD = frozenset({Kind.WORD, Kind.PAIR, Kind.HAN2, Kind.HAN3, Kind.CONCEPT})
"""Whole words and pairs tell what a text is about; how it begins and its smaller pieces do not."""
_WEIGHTS = [float(weight) for weight in WEIGHT_OF_KIND]


class Vector(NamedTuple):
    """The features of a text with their weights, and its length."""

    weights: dict[int, float]
    length: float


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    texts = _pieces(one), _pieces(other)
    weights = {piece: _WEIGHTS[piece & KIND_BITS] for text in texts for piece in text}
    return _cosine(*(_vector(text, weights) for text in texts))


def _pieces(text: str) -> frozenset[int]:
    return frozenset(one for one in features(canonical(text)) if one & KIND_BITS in _TOLD)


def _vector(text: frozenset[int], weights: dict[int, float]) -> Vector:
    mine = {piece: weights[piece] for piece in text}
    return Vector(mine, math.sqrt(sum(weight * weight for weight in mine.values())))


def _cosine(one: Vector, other: Vector) -> float:
    if not one.length or not other.length:
        return 0.0
    small, large = (one, other) if len(one.weights) <= len(other.weights) else (other, one)
    both = large.weights
    shared = sum(weight * both[piece] for piece, weight in small.weights.items() if piece in both)
    return shared / (one.length * other.length)
