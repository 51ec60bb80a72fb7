"""From evidence to an order of candidates and to the chance that the first is right.

Both are linear formulas, learnt once over many bases by `benchmarks/matching/learn_confidence.py` and shipped
as constants: one set for bases with the linear model and one for bases too wide for it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul

import numpy as np

from faq.evidence import CERTAINTY
from faq.nearness import COLUMNS, SIZE, SPARSE
from faq.vocabulary import Floats


@dataclass(frozen=True, slots=True)
class Formula:
    """The constants for one sort of base."""

    plain: Floats
    """For each of COLUMNS what it counts by itself, in sparse entries, and in rich ones."""
    certainty: list[float]
    start: float

    @classmethod
    def of(cls, ranking: Mapping[str, float], certainty: Mapping[str, float]) -> Formula:
        """The formula with these constants by the names of RANKING, and of CERTAINTY and "start"."""
        plain = [[ranking.get(f"{sort}{name}", 0.0) for name in COLUMNS] for sort in ("", "sparse ", "rich ")]
        return cls(np.array(plain).T, [certainty[name] for name in CERTAINTY], certainty["start"])

    def shares(self, measured: Floats, rows: Sequence[Sequence[float]]) -> list[float]:
        """How likely each candidate is, if any of them is right; `rows` are those of `measured`."""
        terms = (measured @ self.plain).tolist()
        scores = [
            alone + row[SPARSE] * sparse + row[SIZE] * rich
            for (alone, sparse, rich), row in zip(terms, rows, strict=True)
        ]
        most = max(scores)
        raised = [math.exp(score - most) for score in scores]
        whole = sum(raised)
        return [one / whole for one in raised]

    def chance(self, evidence: Sequence[float]) -> float:
        """How likely the evidence's candidate is the right one."""
        log_odds = sum(map(mul, self.certainty, evidence), self.start)
        return 1 / (1 + math.exp(-min(max(log_odds, -30.0), 30.0)))


@cache
def formula(linear: bool) -> Formula:
    """The constants for bases with or without the linear model."""
    text = (files("faq") / "tables" / "confidence.json").read_text(encoding="utf-8")
    learnt = json.loads(text)["linear" if linear else "wide"]
    return Formula.of(learnt["ranking"], learnt["certainty"])


def chances_of(shares: Sequence[float], order: Sequence[int], first: float) -> list[float]:
    """The chance of each candidate in order, when the first one's is known.

    The others are as likely as their shares say, and together no more than the first leaves them.
    """
    lead = shares[order[0]]
    scale = min(first / lead, (1 - first) / max(1 - lead, 1e-9))
    return [first, *[scale * shares[place] for place in order[1:]]]
