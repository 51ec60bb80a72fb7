"""Questions with known answers, and the figures that tell how well a matcher does on them."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """A message, the entry it asks for (None: out of scope) and the kind of out of scope it is."""

    text: str
    id: str | None
    kind: str


def read_folder(folder: Path) -> tuple[dict[str, list[str]], list[Question]]:
    """The base of a folder, and its test questions."""
    base = {raw["id"]: raw["questions"] for raw in _lines(folder / "kb.jsonl")}
    questions = []
    for raw in _lines(folder / "test.jsonl"):
        kind = "" if raw["id"] is not None else raw.get("oos", "natural")
        questions.append(Question(raw["text"], raw["id"], kind))
    return base, questions


def thinned(base: dict[str, list[str]], size: int, draw: int) -> dict[str, list[str]]:
    """The base with at most `size` phrasings an entry, drawn at random; 0 leaves it as it is."""
    if not size:
        return base
    few = {}
    for name, phrasings in base.items():
        shuffled = list(phrasings)
        random.Random(f"{draw}|{name}").shuffle(shuffled)
        few[name] = shuffled[:size]
    return few


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one run, all in percent but the calibration error."""

    right: float
    accepted: float
    near: float
    other: float
    error: float
    alone: float
    alone_right: float

    def __str__(self) -> str:
        return (
            f"top-1 {self.right:5.1f}  accepted {self.accepted:5.1f}  near {self.near:5.1f}  "
            f"other {self.other:5.1f}  ece {self.error:.3f}  "
            f"alone at .95: {self.alone:4.1f} of which right {self.alone_right:5.1f}"
        )


def score(kinds: Sequence[str], right: NDArray[np.bool_], chances: Values) -> Score:
    """The figures for questions of these kinds ("" is in scope), answered right or not, this surely."""
    sorts = np.array(kinds)
    inside = sorts == ""
    outside = ~inside
    accepted = float("nan")
    if outside.any():
        bar = np.quantile(chances[outside], 0.9, method="higher")
        accepted = 100 * float((right & (chances > bar))[inside].mean())
    sure = chances >= 0.95
    return Score(
        100 * float(right[inside].mean()),
        accepted,
        100 * auroc(chances[inside], chances[sorts == "near"]),
        100 * auroc(chances[inside], chances[outside & (sorts != "near")]),
        calibration_error(inside, right, chances),
        100 * float(sure[inside].mean()),
        100 * float(right[sure].mean()) if sure.any() else 100.0,
    )


def auroc(inside: Values, outside: Values) -> float:
    """The chance that a question in scope is given more confidence than one out of it."""
    if not len(inside) or not len(outside):
        return float("nan")
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, "left")
    level = np.searchsorted(ordered, inside, "right") - below
    return float((below + level / 2).mean() / len(outside))


def calibration_error(inside: NDArray[np.bool_], right: NDArray[np.bool_], chances: Values) -> float:
    """How far confidence and correctness are apart over ten bins, a third of the questions out of scope."""
    weights = np.where(inside, 2 / 3 / max(inside.sum(), 1), 1 / 3 / max((~inside).sum(), 1))
    bins = np.minimum((chances * 10).astype(int), 9)
    return float(np.abs(np.bincount(bins, weights * (right - chances), minlength=10)).sum())


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
