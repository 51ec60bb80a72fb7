"""A linear model that tells entries from one another, learnt with the greatest margin.

One entry against all others with a squared hinge loss, solved by dual coordinate ascent: for one phrasing
after the other, the weights of all entries at once. That is the solution of a linear support vector machine,
in numpy alone, about as fast as compiled solvers on the sizes a base has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.vocabulary import Floats, Ints

ROUNDS = 8
SLACK = 1.0
"""How much a phrasing on the wrong side costs against a wider margin."""

STILL = 0.02
"""A smaller step than this is not worth taking."""

FEW = 200
"""So few phrasings are learnt to the end: stopping early favours whichever entry came first."""

FEW_ROUNDS = 60
FEW_STILL = 0.002


@dataclass(frozen=True, slots=True)
class Rows:
    """Phrasings as sparse rows of unit length: where each starts, its features and their shares."""

    starts: NDArray[np.int64]
    places: Ints
    shares: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1


STEP = 2.0**-12
"""What one unit of a packed weight is worth; weights beyond eight do not occur."""

BLOCK = 1024
"""So many rows are packed at a time, for the memory's sake."""

Packed = NDArray[np.int16]

NOBODY = -1
"""The owner of phrasings that belong to none of the entries being learnt."""


def learn(rows: Rows, owners: Ints, entries: int, features: int) -> Floats:
    """Weights of every feature for every entry; the last row is what an entry starts from."""
    weights = np.zeros((features + 1, entries), np.float32)
    settle(weights, rows, owners)
    return weights


def settle(weights: Floats, rows: Rows, owners: Ints) -> None:
    """Bring `weights`, in place, to where these phrasings are told apart by the greatest margin."""
    pulls = np.zeros((len(rows), weights.shape[1]), np.float32)
    softness = np.float32(1 / (2 * SLACK))
    pace = np.float32(1 / (2 + softness))
    shuffle = np.random.default_rng(7)
    order = np.arange(len(rows))
    starts, places, last = rows.starts.tolist(), rows.places.astype(np.intp), len(weights) - 1
    rounds, still = (FEW_ROUNDS, FEW_STILL) if len(rows) <= FEW else (ROUNDS, STILL)
    for turn in range(rounds):
        shuffle.shuffle(order)
        moved = []
        for row in order.tolist():
            at = places[starts[row] : starts[row + 1]]
            shares = rows.shares[starts[row] : starts[row + 1]]
            owner = owners[row]
            block = weights.take(at, axis=0)
            lacking = shares @ block
            lacking += weights[last]
            if owner != NOBODY:
                lacking[owner] *= -1
            lacking += 1
            pull = pulls[row]
            wanted = lacking - softness * pull
            wanted *= pace
            wanted += pull
            np.maximum(wanted, 0, out=wanted)
            step = pull - wanted
            if max(step.max(), -step.min()) < still:
                continue
            pulls[row] = wanted
            if owner != NOBODY:
                step[owner] *= -1
            block += np.multiply.outer(shares, step)
            weights[at] = block
            weights[last] += step
            moved.append(row)
        if len(moved) * 100 < len(rows):
            break
        order = np.arange(len(rows)) if turn % 3 == 2 else np.array(moved)


def packed(weights: Floats) -> Packed:
    """Weights in half the room; unlike half-precision numbers they are read at full speed everywhere."""
    most = np.iinfo(np.int16)
    units: Packed = np.empty(weights.shape, np.int16)
    for at in range(0, len(weights), BLOCK):
        steps = np.rint(weights[at : at + BLOCK] / STEP)
        units[at : at + BLOCK] = np.clip(steps, most.min, most.max, out=steps)
    return units


def unpacked(weights: Packed) -> Floats:
    """What `packed` was given, to within half a step."""
    return weights.astype(np.float32) * np.float32(STEP)
