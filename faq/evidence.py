"""What speaks for the best candidate and against it, as numbers that mean the same in every base."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.features import KIND_BITS, Kind
from faq.index import Index
from faq.nearness import BEST, COLUMNS, LINEAR, MEAN, RATIO, SIZE, SPARSE
from faq.vocabulary import KINDS, Floats, Pieces

_WORD, _PAIR, _PIECE, _HAN1, _HAN2, _HAN3, _SOUND, _EDGE, _CONCEPT = map(int, Kind)
_TOLD = (_WORD, _HAN2)
_TELLING = np.zeros(KIND_BITS + 1, bool)
_TELLING[list(_TOLD)] = True
"""The kinds whose absence from an entry is told by name: words, and pairs of characters."""

_SMALL = 4.0
"""The number of entries over which a base stops being small: with few, leading them says little."""

_NOBODY = [0.0] * len(COLUMNS)


class Query(NamedTuple):
    """A message's pieces beside what the base knows, sorted by what they can tell."""

    pieces: Pieces
    totals: list[float]
    known: list[float]
    unknown_square: float
    unknown_words: int
    words: int
    chinese: bool


def describe(pieces: Pieces, index: Index) -> Query:
    """The query of a message's pieces."""
    heaviest = index.vocabulary.heaviest
    kinds, strange = pieces.kinds, pieces.unknown
    known = grouped(np.bincount(kinds, pieces.weights, KINDS).tolist())
    counted: list[int] = np.bincount(kinds, minlength=KINDS).tolist()
    totals, square, missing = known, 0.0, 0
    if strange:
        lost = [0.0] * KINDS
        for kind in strange:
            weight = heaviest[kind]
            lost[kind] += weight
            square += weight * weight
            counted[kind] += 1
        missing = strange.count(_WORD) + strange.count(_HAN2)
        totals = [here + elsewhere for here, elsewhere in zip(known, grouped(lost), strict=True)]
    return Query(
        pieces,
        totals,
        [here / total if total else 1.0 for here, total in zip(known, totals, strict=True)],
        square,
        missing,
        counted[_WORD] + counted[_HAN1],
        counted[_HAN1] > 0,
    )


def grouped(sums: list[float]) -> list[float]:
    """Sums by kind as those of words, of pairs, of pieces and of concepts, whatever the script."""
    return [
        sums[_WORD] + sums[_HAN1],
        sums[_PAIR] + sums[_HAN2],
        sums[_PIECE] + sums[_SOUND],
        sums[_CONCEPT],
    ]


def ranking(measured: Floats) -> Floats:
    """The values of RANKING for each candidate: every nearness, and what that means if sparse or rich."""
    near, size, sparse = measured[:, :SIZE], measured[:, SIZE:SPARSE], measured[:, SPARSE:]
    return np.concatenate([near, near * sparse, size, near[:, : BEST + 1] * size], axis=1)


RANKING = (
    *COLUMNS[:SIZE],
    *(f"sparse {name}" for name in COLUMNS[:SIZE]),
    COLUMNS[SIZE],
    "rich linear",
    "rich best",
)
"""What the order of the candidates is decided by.

The linear model means more the more phrasings an entry has, so it also counts by their number.
"""

CERTAINTY = (
    "linear", "best", "soft", "mean", "ratio", "contain", "size",
    "linear lead", "best lead", "mean lead", "ratio lead", "next linear",
    "share lead", "log share",
    "covered words", "covered pairs", "covered pieces", "covered concepts", "covered",
    "missing", "next missing", "missing elsewhere", "missing in all",
    "known words", "known pairs", "known pieces", "known concepts", "known",
    "words", "chinese", "phrasings", "entries",
    "sparse", "sparse linear", "sparse best", "sparse ratio",
    "linear covered", "ratio squared", "best squared",
    "chinese ratio", "chinese best", "chinese linear", "chinese covered", "chinese missing",
    "small", "small best", "small ratio", "small covered", "small missing", "small lead",
    "rich linear", "rich lead", "rich ratio", "rich covered",
)  # fmt: skip
"""What the confidence in the best candidate is decided by."""


def certainty(
    query: Query, index: Index, measured: list[list[float]], order: list[int], shares: list[float], entry: int
) -> list[float]:
    """The values of CERTAINTY for the first candidate of `order`, which is `entry`."""
    linear, best, soft, mean, ratio, contain, size, sparse = measured[order[0]]
    after = measured[order[1]] if len(order) > 1 else _NOBODY
    share = shares[order[0]]
    lead = share - (shares[order[1]] if len(order) > 1 else 0.0)
    covered, whole, missing = _covered(query, index, entry)
    square = query.pieces.square
    han = float(query.chinese)
    small = math.exp((1 - index.entries) / _SMALL)
    ahead = linear - after[LINEAR]
    return [
        linear, best, soft, mean, ratio, contain, size,
        ahead, best - after[BEST], mean - after[MEAN], ratio - after[RATIO], after[LINEAR],
        lead, math.log(share + 1e-6),
        *covered, whole,
        *missing,
        *query.known, math.sqrt(square / (square + query.unknown_square)),
        math.log1p(query.words), han, math.log(index.in_script[query.chinese]), math.log(index.entries),
        sparse, sparse * linear, sparse * best, sparse * ratio,
        linear * whole, ratio * ratio, best * best,
        han * ratio, han * best, han * linear, han * whole, han * missing[0],
        small, small * best, small * ratio, small * whole, small * missing[0], small * lead,
        size * linear, size * ahead, size * ratio, size * whole,
    ]  # fmt: skip


def _covered(query: Query, index: Index, entry: int) -> tuple[list[float], float, list[float]]:
    """How much of the message the entry has ever been asked with, and the most telling words it lacks."""
    pieces, begin, end = query.pieces, index.begins[entry], index.begins[entry + 1]
    has = index.vocabulary.among(pieces.places, index.places[begin:end])
    kept = pieces.weights * has
    sums = grouped(np.bincount(pieces.kinds, kept, KINDS).tolist())
    covered = [some / total if total else 1.0 for some, total in zip(sums, query.totals, strict=True)]
    whole = float(kept.dot(pieces.weights)) / (pieces.square + query.unknown_square)
    lacked = _rarities(pieces, _TELLING.take(pieces.kinds) > has, index)
    worst = [1.0] * min(query.unknown_words, 2) + lacked[:2] + [0.0, 0.0]
    elsewhere = lacked[0] if lacked else 0.0
    return covered, whole, [worst[0], worst[1], elsewhere, sum(lacked) / max(query.words, 1)]


def _rarities(pieces: Pieces, chosen: NDArray[np.bool_], index: Index) -> list[float]:
    """How telling the chosen pieces are, 1 for one nobody knows, the most telling first."""
    at = chosen.nonzero()[0]
    heaviest = index.vocabulary.heaviest
    pairs = zip(pieces.weights[at].tolist(), pieces.kinds[at].tolist(), strict=True)
    return sorted([weight / heaviest[kind] for weight, kind in pairs], reverse=True)
