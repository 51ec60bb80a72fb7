"""Statements by a name short enough for a table, the same for the same statement."""

from __future__ import annotations

import re

_LIST = re.compile(r"\((?:\$\d+(?:::[A-Z ]+)?(?:, )?)+\)")
_WIDTH = 150


def short(statement: str) -> str:
    """Its verb and what comes after FROM."""
    words = " ".join(_LIST.sub("(…)", statement).split())
    verb, _, rest = words.partition(" ")
    if verb == "SELECT" and " FROM " in rest:
        rest = "… FROM " + rest.partition(" FROM ")[2]
    return f"{verb} {rest}"[:_WIDTH]
