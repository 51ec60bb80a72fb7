"""Learns the constants of the confidence anew, over folders that hold `kb.jsonl` and `test.jsonl`.

    python benchmarks/matching/learn_confidence.py DATA… [--leave-out FOLDER] [--check] [--out FILE]

Each folder is used whole, thinned to a few phrasings an entry, and with entries left out, with and without
the linear model. The order of candidates is a conditional logit over the right one, the confidence a logistic
regression on whether the first is right, with a third of the questions out of scope. `--leave-out` keeps a
folder from the learning and `--check` prints how every folder does, so that the constants can be judged on
data they have not seen. The result belongs into `faq/tables/confidence.json`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measuring import Question, Score, read_folder, score, thinned
from numpy.typing import NDArray

from faq.confidence import Formula
from faq.evidence import CERTAINTY, RANKING, Query, certainty, describe, ranking
from faq.features import features
from faq.index import MOST_WEIGHTS, Index, build_index
from faq.mending import Mender
from faq.nearness import Scale
from faq.normal import canonical

SIZES = (0, 1, 3, 5, 10)
"""Phrasings an entry is thinned to; 0 leaves them all."""

PARTS = ((1, 1), (1, 4), (2, 3), (4, 2), (6, 5), (0.4, 5), (0.7, 0))
"""Bases with entries left out, as a number or a share of them, and the phrasings left to the others."""

MOST_QUESTIONS = 2000
Matrix = NDArray[np.float64]


@dataclass
class Case:
    """A question measured against a base, and the place of its entry among the candidates (-1: none)."""

    question: Question
    query: Query
    candidates: NDArray[np.intp]
    measured: NDArray[np.float32]
    right: int


@dataclass
class Trial:
    """A base and its questions, weighing as much as any other."""

    folder: str
    size: str
    index: Index
    cases: list[Case]
    nothing: int


def trials(folders: Sequence[Path], most_weights: int) -> Iterator[Trial]:
    """Every folder in every size."""
    for folder in folders:
        base, questions = read_folder(folder)
        if len(questions) > MOST_QUESTIONS:
            questions = random.Random(4).sample(questions, MOST_QUESTIONS)
        for size in SIZES:
            few = thinned(base, size, 1)
            yield trial(folder.name, f"{size or 'all'}", few, questions, most_weights)
        for kept, size in PARTS:
            part = thinned(without(base, max(1, int(kept * len(base) if kept < 1 else kept))), size, 2)
            yield trial(
                folder.name, f"{len(part)} x {size or 'all'}", part, missing(part, questions), most_weights
            )


def without(base: dict[str, list[str]], kept: int) -> dict[str, list[str]]:
    """The base with only so many of its entries, drawn at random."""
    chosen = set(random.Random(kept).sample(sorted(base), min(kept, len(base))))
    return {name: phrasings for name, phrasings in base.items() if name in chosen}


def missing(base: dict[str, list[str]], questions: list[Question]) -> list[Question]:
    """The questions as this base sees them: those of entries it lacks are near, but out of scope."""
    return [
        one if one.id is None or one.id in base else Question(one.text, None, "near") for one in questions
    ]


def trial(
    name: str, size: str, base: dict[str, list[str]], questions: list[Question], most_weights: int
) -> Trial:
    """The measures of every question against one base."""
    index = build_index(list(base.values()), most_weights)
    scale, numbers = Scale(index), {name: number for number, name in enumerate(base)}
    mender = Mender(index)
    cases, nothing = [], 0
    for question in questions:
        text = canonical(question.text)
        pieces = index.vocabulary.look_up(features(text, mender.mend))
        if not len(pieces.places):
            nothing += 1
            continue
        query = describe(pieces, index)
        candidates, measured = scale.measure(text, pieces, query.unknown_square)
        wanted = numbers[question.id] if question.id is not None else -1
        places = np.flatnonzero(candidates == wanted)
        cases.append(Case(question, query, candidates, measured, int(places[0]) if len(places) else -1))
    return Trial(name, size, index, cases, nothing)


def learn_ranking(tried: Sequence[Trial], ridge: float = 1e-5) -> Matrix:
    """Weights of RANKING under which the right candidate stands out, by Newton's method."""
    blocks, rights, weights = [], [], []
    for one in tried:
        known = [case for case in one.cases if case.right >= 0]
        for case in known:
            blocks.append(ranking(case.measured).astype(float))
            rights.append(case.right)
            weights.append(1 / len(known) / len(tried))
    sizes = np.array([len(block) for block in blocks])
    heads = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    rows, targets, weight = np.concatenate(blocks), heads + np.array(rights), np.array(weights)
    learnt = np.zeros(len(RANKING))

    def shares_under(values: Matrix) -> tuple[Matrix, float]:
        scores = rows @ values
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, heads), sizes))
        shares = raised / np.repeat(np.add.reduceat(raised, heads), sizes)
        return shares, float(weight @ np.log(shares[targets] + 1e-12) - ridge * values @ values)

    shares, worth = shares_under(learnt)
    for _ in range(60):
        means = np.add.reduceat(rows * shares[:, None], heads)
        slope = weight @ (rows[targets] - means) - 2 * ridge * learnt
        spread = rows * (shares * np.repeat(weight, sizes))[:, None]
        bend = rows.T @ spread - (means * weight[:, None]).T @ means + 2 * ridge * np.eye(len(learnt))
        step = np.linalg.solve(bend, slope)
        tried_shares, tried_worth = shares_under(learnt + step)
        while tried_worth < worth and np.abs(step).max() > 1e-6:
            step = step / 2
            tried_shares, tried_worth = shares_under(learnt + step)
        gain = tried_worth - worth
        learnt, shares, worth = learnt + step, tried_shares, tried_worth
        if gain < 1e-7:
            break
    return learnt


def evidence(one: Trial, formula: Formula) -> tuple[Matrix, NDArray[np.bool_]]:
    """The rows of CERTAINTY of a trial's questions, and whether the first candidate is right."""
    rows, right = [], []
    for case in one.cases:
        measured = case.measured.tolist()
        shares = formula.shares(case.measured, measured)
        order = sorted(range(len(shares)), key=shares.__getitem__, reverse=True)
        entry = int(case.candidates[order[0]])
        rows.append(certainty(case.query, one.index, measured, order, shares, entry))
        right.append(order[0] == case.right)
    return np.array(rows), np.array(right)


def importance(one: Trial) -> Matrix:
    """What each question counts: two thirds in scope, a third out of it, its kinds alike."""
    kinds = np.array([case.question.kind for case in one.cases])
    outside = [kind for kind in set(kinds.tolist()) if kind]
    weights = np.where(kinds == "", 2 / 3 / max((kinds == "").sum(), 1), 0.0)
    for kind in outside:
        weights = np.where(kinds == kind, 1 / 3 / len(outside) / (kinds == kind).sum(), weights)
    return weights * (1.0 if one.size == "all" else 0.15 if one.index.entries < 8 else 0.3)


def learn_certainty(
    rows: Matrix, right: Matrix, weights: Matrix, ridge: float = 2e-4
) -> tuple[Matrix, float]:
    """A logistic regression on standardised evidence, given back for the evidence as it is."""
    weights = weights / weights.sum()
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    held = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    learnt, toll = np.zeros(held.shape[1]), np.full(held.shape[1], 2 * ridge)
    toll[-1] = 0
    for _ in range(40):
        chance = 1 / (1 + np.exp(-held @ learnt))
        slope = held.T @ (weights * (right - chance)) - toll * learnt
        bend = (held * (weights * chance * (1 - chance))[:, None]).T @ held + np.diag(toll + 1e-9)
        step = np.linalg.solve(bend, slope)
        learnt = learnt + step
        if np.abs(step).max() < 1e-5:
            break
    plain = learnt[:-1] / spread
    return plain, float(learnt[-1] - plain @ middle)


def learn(tried: Sequence[Trial], left_out: str) -> dict[str, dict[str, float]]:
    """The constants for one sort of base."""
    used = [one for one in tried if not left_out or not one.folder.startswith(left_out)]
    order = _named(RANKING, learn_ranking(used))
    ordering = Formula.of(order, dict.fromkeys((*CERTAINTY, "start"), 0.0))
    parts = [(*evidence(one, ordering), importance(one)) for one in used]
    rows, right, weights = (np.concatenate([part[column] for part in parts]) for column in range(3))
    certain, start = learn_certainty(rows, right.astype(float), weights)
    return {"ranking": order, "certainty": _named((*CERTAINTY, "start"), np.append(certain, start))}


def _named(names: Sequence[str], values: Matrix) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(names, values, strict=True)}


def check(tried: Sequence[Trial], constants: dict[str, dict[str, float]]) -> Iterator[tuple[Trial, Score]]:
    """How the constants do on every trial."""
    formula = Formula.of(**constants)
    for one in tried:
        rows, right = evidence(one, formula)
        chances = np.array([formula.chance(row) for row in rows])
        kinds = [case.question.kind for case in one.cases]
        yield one, score(kinds, right, chances)


def main() -> None:
    """Learn, check and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--leave-out", default="")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    learnt = {}
    for sort, most_weights in (("linear", MOST_WEIGHTS), ("wide", 0)):
        tried = list(trials(asked.folders, most_weights))
        learnt[sort] = learn(tried, asked.leave_out)
        if asked.check:
            for one, result in check(tried, learnt[sort]):
                print(f"{sort:7}{one.folder:20}{one.size:>10}  {result}", flush=True)
    if asked.out:
        asked.out.write_text(json.dumps(learnt, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
