"""How near a message is to the phrasings of the entries that might be meant."""

from __future__ import annotations

from threading import Lock

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from faq.index import Index, owners_of
from faq.linear import STEP, unpacked
from faq.scripts import SCRIPTS, counts_of, script_of
from faq.vocabulary import Floats, Pieces

MOST_CANDIDATES = 8
FEW_PHRASINGS = 120
"""A base with no more phrasings than this is compared whole."""

MOST_ENTRIES_COMPARED = 2000
"""Among more entries than this the hopeless ones are left aside before the best are looked for."""

SPELT = 24
"""So many of the nearest phrasings are also compared letter by letter."""

SHARPNESS = 15
"""How much more the nearest phrasings of an entry count than its others."""

FEW = 3.0
"""The number of phrasings over which an entry stops being sparse, by the factor e."""

MOST_LINEAR = 2.0
LEAST_LINEAR = -1.5
"""Beyond these the linear model says nothing more."""

COLUMNS = ("linear", "best", "soft", "mean", "ratio", "contain", "size", "sparse")
LINEAR, BEST, SOFT, MEAN, RATIO, CONTAIN, SIZE, SPARSE = range(len(COLUMNS))


class Scale:
    """Compares messages with an index; holds what comparing needs again and again."""

    def __init__(self, index: Index) -> None:
        """Compare with this index."""
        self.index = index
        self._worth = np.zeros(len(index.vocabulary), np.float32)
        self._lock = Lock()
        self._widths = np.diff(index.starts).astype(np.intp)
        self._rows = np.arange(len(index.texts))
        self._firsts = index.first.tolist()
        self._sizes = np.diff(index.first).astype(np.intp)
        self._asked = np.flatnonzero(self._sizes)
        self._hollow = len(self._asked) < len(self._sizes)
        counts = np.maximum(counts_of(index.scripts, owners_of(index.first), index.entries), 1)
        typical = np.array([counts * index.spreads, np.log(counts), np.exp((1 - counts) / FEW)])
        self._typical = [np.ascontiguousarray(typical[:, :, script]) for script in range(SCRIPTS)]
        self._whole = len(index.texts) <= FEW_PHRASINGS or len(self._asked) <= MOST_CANDIDATES
        self._bias = None if index.weights is None else unpacked(index.weights[-1])

    def candidates(self, pieces: Pieces) -> tuple[NDArray[np.intp], Floats | None]:
        """The entries that might be meant, and what the linear model says of each, where there is one."""
        weights, postings = self.index.weights, self.index.postings
        if weights is None and self._whole:
            return self._asked, None
        length = pieces.square**0.5
        scores: Floats
        if weights is not None and self._bias is not None:
            block = weights.take(pieces.places, axis=0).astype(np.float32)
            scores = (pieces.weights * (STEP / length)) @ block
            scores += self._bias
            if self._whole:
                return self._asked, scores[self._asked]
        elif postings is not None:
            scores = postings.scores(pieces.places, pieces.weights / length)
        chosen = _highest(scores)
        if self._hollow:
            chosen = chosen[self._sizes[chosen] > 0]
        if not len(chosen):
            chosen = self._asked[:MOST_CANDIDATES]
        return chosen, None if weights is None else scores[chosen]

    def measure(self, canonical: str, pieces: Pieces, unknown: float) -> tuple[NDArray[np.intp], Floats]:
        """The candidates, and a row for each of how near it is in every way of measuring.

        `unknown` is the squared weight of what the base does not know of the message: it is as far from
        every phrasing as from any other.
        """
        chosen, linear = self.candidates(pieces)
        numbers, firsts = chosen.tolist(), self._firsts
        sizes = self._sizes.take(chosen)
        heads = sizes.cumsum()
        heads -= sizes
        rows = np.concatenate([self._rows[firsts[one] : firsts[one + 1]] for one in numbers])
        common, lengths = self._common(numbers, rows, pieces)
        length = pieces.square + unknown
        cosines = common / lengths
        cosines *= length**-0.5
        measured = np.empty((len(COLUMNS), len(numbers)))
        typical = self._typical[script_of(canonical)].take(chosen, axis=1)
        measured[SIZE:] = typical[1:]
        measured[LINEAR] = 0 if linear is None else np.minimum(np.maximum(linear, LEAST_LINEAR), MOST_LINEAR)
        np.maximum.reduceat(cosines, heads, out=measured[BEST])
        measured[SOFT] = np.log(np.add.reduceat(np.exp(SHARPNESS * cosines), heads)) / SHARPNESS
        measured[MEAN] = np.add.reduceat(cosines, heads) / typical[0]
        measured[CONTAIN] = np.maximum.reduceat(common, heads) / length
        measured[RATIO] = self._spelt(canonical, cosines, rows, heads)
        return chosen, measured.T

    def _common(self, numbers: list[int], rows: NDArray[np.intp], pieces: Pieces) -> tuple[Floats, Floats]:
        """What the message shares with each phrasing of these entries, and those phrasings' lengths."""
        index, begins = self.index, self.index.begins
        if len(rows) == len(index.texts):
            held, heads, lengths = index.places, index.starts[:-1], index.lengths
        else:
            held = np.concatenate([index.places[begins[one] : begins[one + 1]] for one in numbers])
            widths = self._widths.take(rows)
            heads, lengths = widths.cumsum() - widths, index.lengths.take(rows)
        with self._lock:
            self._worth[pieces.places] = pieces.weights * pieces.weights
            worth = self._worth.take(held)
            self._worth[pieces.places] = 0
        return np.add.reduceat(worth, heads), lengths

    def _spelt(
        self, canonical: str, cosines: Floats, rows: NDArray[np.intp], heads: NDArray[np.intp]
    ) -> Floats:
        """The likeness in letters of each candidate's nearest phrasings."""
        texts = self.index.texts
        if len(cosines) > SPELT:
            nearest = cosines.argpartition(-SPELT)[-SPELT:]
            near = [texts[row] for row in rows.take(nearest).tolist()]
            ratios = np.zeros(len(cosines), np.float32)
            ratios[nearest] = process.cdist([canonical], near, scorer=fuzz.ratio)[0]
        else:
            ratios = process.cdist([canonical], [texts[row] for row in rows.tolist()], scorer=fuzz.ratio)[0]
        best: Floats = np.maximum.reduceat(ratios, heads) / 100
        return best


def _highest(scores: Floats) -> NDArray[np.intp]:
    """The places of the highest scores, in order.

    Among very many entries most score nothing, which partitioning is slow at: those are left aside first.
    """
    if len(scores) <= MOST_ENTRIES_COMPARED:
        chosen = scores.argpartition(-MOST_CANDIDATES)[-MOST_CANDIDATES:]
    else:
        chosen = (scores > scores.max() / 4).nonzero()[0]
        if len(chosen) < MOST_CANDIDATES:
            chosen = (scores > 0).nonzero()[0]
        if len(chosen) > MOST_CANDIDATES:
            chosen = chosen[scores[chosen].argpartition(-MOST_CANDIDATES)[-MOST_CANDIDATES:]]
    chosen.sort()
    return chosen
