"""Reading one clause against an index: which entries it may ask for, and how likely the first is right."""

from __future__ import annotations

from typing import NamedTuple

from faq.clauses import clauses
from faq.confidence import formula
from faq.evidence import certainty, describe
from faq.features import features
from faq.index import Index
from faq.mending import Mender
from faq.nearness import RATIO, Scale
from faq.normal import canonical
from faq.spelling import Speller
from faq.swapping import greatest_chance


class Reading(NamedTuple):
    """Candidates by their numbers, their shares of one, their order, and the chance of the first."""

    candidates: list[int]
    shares: list[float]
    order: list[int]
    chance: float
    most: float
    """No more than this is the chance, whatever a base has shown."""
    word_for_word: bool
    """Whether the first candidate alone holds the clause as it stands."""

    @property
    def first(self) -> int:
        """The number of the likeliest entry."""
        return self.candidates[self.order[0]]


class Reader:
    """Reads clauses."""

    def __init__(self, index: Index, speller: Speller | None = None) -> None:
        """Read with this index; a speller that knows its words spares making one."""
        self.index = index
        self.mender = Mender(index, speller)
        self._scale = Scale(index)
        self._learnt = formula(index.weights is not None)

    def read_all(self, text: str) -> list[Reading]:
        """What each clause of a message may ask for."""
        read = [self.read(clause) for clause in clauses(canonical(text))]
        return [one for one in read if one is not None]

    def read(self, clause: str) -> Reading | None:
        """What a canonical clause may ask for; nothing if the base knows nothing of it."""
        index, learnt = self.index, self._learnt
        pieces = index.vocabulary.look_up(features(clause, self.mender.mend))
        if not len(pieces.places) or not index.texts:
            return None
        query = describe(pieces, index)
        candidates, measured = self._scale.measure(clause, pieces, query.unknown_square)
        rows, numbers = measured.tolist(), candidates.tolist()
        shares = learnt.shares(measured, rows)
        order = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)
        best = numbers[order[0]]
        chance = min(learnt.chance(certainty(query, index, rows, order, shares, best)), shares[order[0]])
        exact = [place for place, row in enumerate(rows) if row[RATIO] >= 1] == [order[0]]
        most = 1.0
        if chance > 0.5 and not exact:
            most = greatest_chance(clause, index.texts[index.first[best] : index.first[best + 1]])
        return Reading(numbers, shares, order, min(chance, most), most, exact)
