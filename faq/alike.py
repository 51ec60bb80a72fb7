"""How alike texts are by the matcher's own features, and which of many speak of the same thing.

Everything here is a function of its arguments: the same texts in the same order give the same answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from faq.features import KIND_BITS, Kind, features
from faq.normal import canonical
from faq.vocabulary import WEIGHT_OF_KIND

_TOLD = frozenset({Kind.WORD, Kind.PAIR, Kind.HAN2, Kind.HAN3, Kind.CONCEPT})
"""Whole words and pairs tell what a text is about; how it begins and its smaller pieces do not."""
_WEIGHTS = [float(weight) for weight in WEIGHT_OF_KIND]
_TAG_WEIGHT = 2.0

STRONGEST = 10
"""By so many of its most telling features a text is compared with groups that have them too."""
MOST_COMPARED = 6
"""A text is compared with so many groups, those first that share most: that bounds the work."""
MOST_GROUPS = 64
"""So many groups are remembered for a feature; the first ones."""
MOST_HAVE = 0.2
"""What more than this share of all texts have tells nothing of any."""


class Vector(NamedTuple):
    """The features of a text with their weights, and its length."""

    weights: dict[int, float]
    length: float


def pieces(text: str, tags: Sequence[str] = ()) -> frozenset[int]:
    """What a text tells, and its tags (a category, a product) beside its words."""
    found = {one for one in features(canonical(text)) if one & KIND_BITS in _TOLD}
    found.update(crc32(f"#{tag}".encode()) & ~KIND_BITS | KIND_BITS for tag in tags if tag)
    return frozenset(found)


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return _cosine(_vector(pieces(one)), _vector(pieces(other)))


def groups(texts: Sequence[frozenset[int]], alike: float) -> list[list[int]]:
    """Put the places of texts that are alike together, each with the first text of its kind.

    One pass in the given order; the work grows with the number of texts, not with its square.
    """
    holders: Counter[int] = Counter()
    for text in texts:
        holders.update(text)
    count = len(texts)
    firsts: list[Vector] = []
    found: list[list[int]] = []
    known: dict[int, list[int]] = {}
    for place, text in enumerate(texts):
        vector = _vector(text, holders, count)
        telling = _telling(vector, holders, count)
        best, group = 0.0, -1
        for candidate in _candidates(telling, known):
            if (score := _cosine(vector, firsts[candidate])) > best:
                best, group = score, candidate
        if group >= 0 and best >= alike:
            found[group].append(place)
            continue
        for feature in telling:
            places = known.setdefault(feature, [])
            if len(places) < MOST_GROUPS:
                places.append(len(found))
        firsts.append(vector)
        found.append([place])
    return found


def _vector(text: frozenset[int], holders: Counter[int] | None = None, count: int = 0) -> Vector:
    """The weights of a text; among many, what is rare tells more."""
    weights = {one: _WEIGHTS[one & KIND_BITS] or _TAG_WEIGHT for one in text}
    if holders is not None:
        for one in text:
            weights[one] *= math.log((1 + count) / (1 + holders[one])) + 1
    return Vector(weights, math.sqrt(sum(weight * weight for weight in weights.values())))


def _telling(vector: Vector, holders: Counter[int], count: int) -> list[int]:
    """The strongest features that another text has as well, but not everybody."""
    # In a small set everybody may have it and it tells nonetheless.
    most = max(count * MOST_HAVE, 50)
    shared = [one for one in vector.weights if 1 < holders[one] <= most]
    return sorted(shared, key=lambda one: (-vector.weights[one], one))[:STRONGEST]


def _candidates(telling: Sequence[int], known: dict[int, list[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for feature in telling:
        shared.update(known.get(feature, ()))
    return sorted(shared, key=lambda group: (-shared[group], group))[:MOST_COMPARED]


def _cosine(one: Vector, other: Vector) -> float:
    if not one.length or not other.length:
        return 0.0
    small, large = sorted((one, other), key=lambda vector: len(vector.weights))
    both = large.weights
    shared = sum(weight * both[piece] for piece, weight in small.weights.items() if piece in both)
    return shared / (one.length * other.length)
