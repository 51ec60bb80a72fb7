"""The parts of a message that may hold its question."""

from __future__ import annotations

import re

from faq.normal import ENDS

LONG = 80
"""A message of fewer characters is one thought; letters of words count half."""

LAST = 2
"""So many of a long message's last sentences are read on their own: questions come at the end."""

_END = re.compile(r"[。！？!?；;\n]+|(?<=[a-z])\.(?=\s|$)|[~～…]+")


def clauses(canonical: str) -> list[str]:
    """The message itself and, when it is long, its last sentences."""
    if not canonical:
        return []
    if len(canonical) < (2 * LONG if canonical.isascii() else LONG):
        return [canonical]
    sentences = [part.strip(ENDS) for part in _END.split(canonical)]
    worth = [part for part in sentences if len(part) >= 4]
    if len(worth) < 2:
        return [canonical]
    return [canonical, *worth[-LAST:]]
