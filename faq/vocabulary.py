"""The features a base has seen, and how much each one tells."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.features import KIND_BITS, Kind

Ints = NDArray[np.int32]
Floats = NDArray[np.floating]
Numbers = NDArray[np.uint32]

_WEIGHTS: dict[int, float] = {
    Kind.WORD: 1.3,
    Kind.PAIR: 1.2,
    Kind.PIECE: 0.9,
    Kind.HAN1: 1.6,
    Kind.HAN2: 1.0,
    Kind.HAN3: 0.6,
    Kind.SOUND: 0.5,
    Kind.EDGE: 1.8,
    Kind.CONCEPT: 2.6,
}
WEIGHT_OF_KIND = np.array([_WEIGHTS.get(kind, 0.0) for kind in range(KIND_BITS + 1)], np.float32)
"""What a kind counts for; measured, not reasoned: words tell more than the many pieces of them."""

MARKS = 255
"""So many messages are marked on one table before it is wiped."""


KINDS = len(Kind)


class Pieces(NamedTuple):
    """A message's features as the base knows them."""

    places: NDArray[np.intp]
    weights: Floats
    kinds: NDArray[np.integer]
    """The kinds of the known ones."""
    unknown: list[int]
    """The kinds of the unknown ones."""
    square: float
    """The squared length of the vector of weights."""


class Vocabulary:
    """Features in order of their numbers, with the weight of each: rare ones tell more."""

    def __init__(self, numbers: Numbers, holders: Ints, phrasings: int) -> None:
        """Know `numbers`, sorted, each held by so many of the `phrasings`."""
        self.numbers, self.holders, self.phrasings = numbers, holders, phrasings
        rarity = np.log((1 + phrasings) / (1 + holders)) + 1
        self.weights = (rarity * WEIGHT_OF_KIND[numbers & KIND_BITS]).astype(np.float32)
        self.weight_unknown = (np.log(1 + phrasings) + 1) * WEIGHT_OF_KIND
        self._marks, self._mark, self._lock = np.zeros(len(numbers), np.uint8), 0, Lock()
        self.heaviest: list[float] = self.weight_unknown.tolist()

    @classmethod
    def of(cls, numbers: Numbers, phrasings: int) -> Vocabulary:
        """The vocabulary of all the features of so many phrasings."""
        known, holders = np.unique(numbers, return_counts=True)
        return cls(known, holders.astype(np.int32), phrasings)

    def __len__(self) -> int:
        return len(self.numbers)

    def places(self, numbers: Numbers) -> Ints:
        """Where known features stand."""
        return np.searchsorted(self.numbers, numbers).astype(np.int32)

    def held(self, numbers: Numbers) -> Ints:
        """How many phrasings hold each feature; none an unknown one."""
        if not len(self.numbers):
            return np.zeros(len(numbers), np.int32)
        places = self.numbers.searchsorted(numbers)
        held: Ints = self.holders.take(places, mode="clip")
        held[self.numbers.take(places, mode="clip") != numbers] = 0
        return held

    def among(self, asked: NDArray[np.intp], places: Ints) -> NDArray[np.bool_]:
        """Which of the places asked for are among `places`."""
        with self._lock:
            if self._mark == MARKS:
                self._marks.fill(0)
                self._mark = 0
            self._mark += 1
            self._marks[places] = self._mark
            found: NDArray[np.bool_] = self._marks.take(asked) == self._mark
        return found

    def look_up(self, found: list[int]) -> Pieces:
        """What is known of a message's features, and what is not; repetitions count once."""
        numbers = np.array(list(set(found)), np.uint32)
        numbers.sort()
        if not len(self.numbers):
            nothing = np.zeros(0, np.intp)
            return Pieces(nothing, np.zeros(0, np.float32), nothing, (numbers & KIND_BITS).tolist(), 0.0)
        places = self.numbers.searchsorted(numbers)
        known = self.numbers.take(places, mode="clip") == numbers
        kinds = numbers & KIND_BITS
        at = places[known]
        weights = self.weights.take(at)
        return Pieces(at, weights, kinds[known], kinds[~known].tolist(), float(weights.dot(weights)))
