"""The encoder's score beside the own ones: how much it is worth in this base, and both taken together.

What the matcher says by itself is a chance for each candidate, and one that none of them is meant. The
likeness of meaning moves these chances: each candidate's by how far its likeness lies above a middle. How
much, and where the middle lies, is what makes questions held back from the base likeliest; so that
confidence keeps its meaning. An encoder that does not help is given no say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from faq.calibrating import LEAST_ASKED, MOST_ASKED, OUTSIDE, PARTS, parted, some_of
from faq.clauses import clauses
from faq.encoding import EncodingError, Remembering
from faq.normal import canonical
from faq.verdict import Ranked
from faq.vocabulary import Floats

Own = Callable[[str], list[Ranked]]
"""The matcher's own candidates for a message, by the number of the entry."""

NEAREST = 5
"""So many entries nearest in meaning are candidates even if they share no word with the message."""

FLOOR = 1e-3
"""The chance by itself of an entry that shares no word with the message."""

SHARPNESS = (2.0, 4.0, 6.0, 9.0, 13.0, 18.0, 25.0, 35.0, 50.0)
MIDDLES = 9
LEAST_GAIN = 0.02
"""The least gain in log-likelihood, for each question held back, that gives an encoder a say."""

SHIFTS = np.linspace(-6, 3, 19)
"""What moving all candidates alike would gain is not the encoder's merit."""


@dataclass(frozen=True, slots=True)
class Sense:
    """An encoder, the vectors of the phrasings, and how much they are worth."""

    encoder: Remembering
    vectors: Floats
    first: tuple[int, ...]
    """Where each entry's phrasings begin, and a last one for the end."""
    sharpness: float = 0.0
    middle: float = 0.0
    asleep: bool = False
    """The encoder failed at the last change: until the next, there is only the own opinion."""

    @classmethod
    def of(cls, phrasings: Sequence[Sequence[str]], encoder: Remembering) -> Sense:
        """The vectors of these phrasings, without a say yet. Raises EncodingError."""
        texts = [canonical(text) for some in phrasings for text in some]
        first = np.cumsum([0, *map(len, phrasings)]).tolist()
        vectors = encoder.encode(texts) if texts else np.zeros((0, 1), np.float32)
        return cls(encoder, vectors, tuple(first))

    def over(self, phrasings: Sequence[Sequence[str]]) -> Sense:
        """The same say over other phrasings; none while these cannot be encoded."""
        try:
            return replace(Sense.of(phrasings, self.encoder), sharpness=self.sharpness, middle=self.middle)
        except EncodingError:
            return replace(self, asleep=True)

    def pooled(self, text: str, own: list[Ranked], names: Sequence[str]) -> list[Ranked]:
        """Both opinions about a message taken together, best first; the own one where there is no other."""
        if not self.sharpness or self.asleep:
            return own
        try:
            likeness = self.likeness(text)
        except EncodingError:
            return own
        numbers = {name: number for number, name in enumerate(names)}
        chances = {numbers[one.id]: one.confidence for one in own}
        together = _Weighed.of(chances, likeness).chances(self.sharpness, self.middle)
        return [Ranked(names[number], chance) for number, chance in together]

    def likeness(self, text: str) -> Floats:
        """How near each entry's nearest phrasing comes to the message, or to a sentence at its end."""
        asked = clauses(canonical(text))
        if not asked or not len(self.vectors):
            return np.full(len(self.first) - 1, -1, np.float32)
        each = (self.encoder.encode_asked(asked) @ self.vectors.T).max(axis=0)
        nearest = [each[begin:end].max(initial=-1.0) for begin, end in pairwise(self.first)]
        return np.array(nearest, np.float32)


def learn(
    phrasings: Sequence[Sequence[str]],
    encoder: Remembering,
    built: Callable[[Sequence[Sequence[str]]], Own],
) -> Sense:
    """How much an encoder is worth: found by asking the base what was held back from it.

    `built` makes a matcher without an encoder. Raises EncodingError.
    """
    sense = Sense.of(phrasings, encoder)
    tried: list[tuple[_Weighed, int]] = []
    for fold in range(PARTS):
        known, inside, outside = parted(phrasings, fold)
        own, thinned = built(known), Sense.of(known, encoder)
        tried += [
            (_Weighed.of({int(one.id): one.confidence for one in own(text)}, thinned.likeness(text)), wanted)
            for text, wanted in (*some_of(inside, MOST_ASKED), *some_of(outside, MOST_ASKED // 2))
        ]
        # A large base shows in one part what a small one shows in all.
        within = sum(wanted >= 0 for _, wanted in tried)
        if within >= LEAST_ASKED:
            break
    beyond = len(tried) - within
    if within < LEAST_ASKED or not beyond:
        return sense
    toll = OUTSIDE / (1 - OUTSIDE) * within / beyond
    weights = np.array([1.0 if wanted >= 0 else toll for _, wanted in tried])
    highest = [float(one.likeness.max(initial=-1.0)) for one, _ in tried]
    middles = np.quantile(highest, np.linspace(0, 1, MIDDLES))
    sharp, middle = (grid.ravel() for grid in np.meshgrid(SHARPNESS, middles))
    worth, still = np.zeros(len(sharp)), np.zeros(len(SHIFTS))
    for (one, wanted), weight in zip(tried, weights.tolist(), strict=True):
        worth += weight * one.log_chance(wanted, sharp[:, None] * (one.likeness - middle[:, None]))
        still += weight * one.log_chance(wanted, np.tile(SHIFTS, (len(one.candidates), 1)).T)
    best = int(np.argmax(worth))
    if worth[best] < still.max() + LEAST_GAIN * weights.sum():
        return sense
    return replace(sense, sharpness=float(sharp[best]), middle=float(middle[best]))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The candidates of either opinion, with what both say of them."""

    candidates: list[int]
    prior: Floats
    """The own opinion's chances, as logarithms."""
    likeness: Floats
    nobody: float
    """The chance by itself that none of them is meant, as a logarithm."""

    @classmethod
    def of(cls, chances: dict[int, float], likeness: Floats) -> _Weighed:
        """The own candidates, and those nearest in meaning."""
        near = np.argsort(-likeness, kind="stable")[:NEAREST].tolist()
        found = [number for number in near if number not in chances and likeness[number] > -1]
        candidates = [*chances, *found]
        prior = np.log([max(chances.get(number, 0.0), FLOOR) for number in candidates])
        nobody = float(np.log(max(1 - sum(chances.values()), FLOOR)))
        return cls(candidates, prior, likeness[candidates], nobody)

    def chances(self, sharpness: float, middle: float) -> list[tuple[int, float]]:
        """The candidates with the chance that both opinions give them, best first."""
        moved = np.append(self.prior + sharpness * (self.likeness - middle), self.nobody)
        raised = np.exp(moved - moved.max())
        shares = (raised / raised.sum()).tolist()
        order = sorted(range(len(self.candidates)), key=shares.__getitem__, reverse=True)
        return [(self.candidates[place], shares[place]) for place in order]

    def log_chance(self, wanted: int, moves: Floats) -> Floats:
        """For each way (a row) of moving the candidates, how likely what was wanted is then taken to be.

        As a logarithm; -1: nothing was wanted.
        """
        ways = len(moves)
        moved = np.concatenate([self.prior + moves, np.full((ways, 1), self.nobody)], axis=1)
        peak = moved.max(axis=1, keepdims=True)
        total = peak[:, 0] + np.log(np.exp(moved - peak).sum(axis=1))
        if wanted >= 0 and wanted not in self.candidates:
            return np.full(ways, np.log(FLOOR))
        place = self.candidates.index(wanted) if wanted >= 0 else -1
        told: Floats = np.maximum(moved[:, place] - total, np.log(FLOOR))
        return told
