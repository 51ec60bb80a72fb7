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
_TAG_WEIGHT = 4.0

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
    texts = pieces(one), pieces(other)
    weights = {piece: _weight(piece) for text in texts for piece in text}
    return _cosine(*(_vector(text, weights) for text in texts))


def groups(texts: Sequence[frozenset[int]], alike: float) -> list[list[int]]:
    """Put the places of texts that are alike together, each with the first text of its kind.

    One pass in the given order; the work grows with the number of texts, not with its square.
    """
    holders: Counter[int] = Counter()
    for text in texts:
        holders.update(text)
    weights = _weights(holders, len(texts))
    # In a small set everybody may have it and it tells nonetheless.
    most = max(len(texts) * MOST_HAVE, 50)
    firsts: list[Vector] = []
    found: list[list[int]] = []
    known: dict[int, list[int]] = {}
    for place, text in enumerate(texts):
        vector = _vector(text, weights)
        telling = _telling(vector, holders, most)
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


def _weight(piece: int) -> float:
    return _WEIGHTS[piece & KIND_BITS] or _TAG_WEIGHT


def _weights(holders: Counter[int], count: int) -> dict[int, float]:
    """The weight of each feature among many texts: what is rare tells more.

    What no other text has can be shared with none: it weighs, but no more than what all have.
    """
    return {
        piece: _weight(piece) * (math.log((1 + count) / (1 + held)) + 1 if held > 1 else 1.0)
        for piece, held in holders.items()
    }


def _vector(text: frozenset[int], weights: dict[int, float]) -> Vector:
    mine = {piece: weights[piece] for piece in text}
    return Vector(mine, math.sqrt(sum(weight * weight for weight in mine.values())))


def _telling(vector: Vector, holders: Counter[int], most: float) -> list[int]:
    """The strongest features that another text has as well, but not everybody."""
    shared = [piece for piece in vector.weights if 1 < holders[piece] <= most]
    return sorted(shared, key=lambda piece: (-vector.weights[piece], piece))[:STRONGEST]


def _candidates(telling: Sequence[int], known: dict[int, list[int]]) -> list[int]:
    shared: Counter[int] = Counter()
    for feature in telling:
        shared.update(known.get(feature, ()))
    return sorted(shared, key=lambda group: (-shared[group], group))[:MOST_COMPARED]


def _cosine(one: Vector, other: Vector) -> float:
    if not one.length or not other.length:
        return 0.0
    small, large = (one, other) if len(one.weights) <= len(other.weights) else (other, one)
    both = large.weights
    shared = sum(weight * both[piece] for piece, weight in small.weights.items() if piece in both)
    return shared / (one.length * other.length)
