"""The two scripts an entry may be asked in: what is typical of an entry is told within the message's own.

An entry with wordings in Chinese and in English is as far from its mean as two entries; measured against both
together, every message would look half as typical as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from faq.chinese import HAN
from faq.linear import Rows
from faq.vocabulary import Floats, Ints

SCRIPTS = 2
OTHER, CHINESE = range(SCRIPTS)

_HAN = re.compile(f"[{HAN}]")


def script_of(text: str) -> int:
    """The script of a text: Chinese where it has any Chinese character."""
    return OTHER if text.isascii() or not _HAN.search(text) else CHINESE


def scripts_of(texts: Sequence[str]) -> NDArray[np.int8]:
    """The script of each text."""
    return np.array([script_of(text) for text in texts], np.int8)


def counts_of(scripts: NDArray[np.int8], owners: Ints, entries: int) -> NDArray[np.int64]:
    """How many wordings each entry has in each script; all of them where it has none in one."""
    counts = np.bincount(owners * SCRIPTS + scripts, minlength=entries * SCRIPTS).reshape(entries, SCRIPTS)
    return np.where(counts > 0, counts, counts.sum(1, keepdims=True))


def spreads_of(rows: Rows, scripts: NDArray[np.int8], owners: Ints, entries: int) -> Floats:
    """The length of the mean of each entry's unit vectors in each script: 1 when all are alike."""
    both = _spreads(rows, owners, entries)[:, None].repeat(SCRIPTS, 1)
    present = np.bincount(scripts, minlength=SCRIPTS)
    if not present.all():
        return both
    groups = owners * SCRIPTS + scripts
    apart = _spreads(rows, groups, entries * SCRIPTS).reshape(entries, SCRIPTS)
    held = np.bincount(groups, minlength=entries * SCRIPTS).reshape(entries, SCRIPTS) > 0
    spreads: Floats = np.where(held, apart, both)
    return spreads


def _spreads(rows: Rows, owners: Ints, groups: int) -> Floats:
    """The length of the mean of each group's unit vectors; 1 for a group without any."""
    keys = rows.places.astype(np.int64) * groups + np.repeat(owners, np.diff(rows.starts))
    held, inverse = np.unique(keys, return_inverse=True)
    sums = np.bincount(inverse, rows.shares, len(held))
    sizes = np.maximum(np.bincount(owners, minlength=groups), 1)
    squares = np.bincount(held % groups, sums * sums, groups)
    spreads = (np.sqrt(squares) / sizes).astype(np.float32)
    spreads[spreads == 0] = 1
    return spreads
