"""Splitting a long text into messages, at the best place within a channel's limit."""

from __future__ import annotations

import re

LIMIT = 4096
"""UTF-16 units that one message may hold."""

_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s"),
    re.compile(r"(?<=[，、,])|\s"),
)
_LEAST = 2
"""A break is good only if it leaves at least one part in so many on the first side."""


def units(text: str) -> int:
    """The length of a text as channels count it: UTF-16 units, so that most emoji are two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, limit: int = LIMIT, *, first: int | None = None) -> list[str]:
    """The text in parts of at most `limit` units, broken between paragraphs, lines, sentences or words.

    The first part may have a limit of its own. Nothing but white space at the breaks is lost. Raises
    ValueError for a limit no letter fits in.
    """
    if min(limit, first or limit) < _LEAST:
        raise ValueError(f"a message holds at least {_LEAST} units, not {limit}")
    parts: list[str] = []
    rest, most = text.strip(), first or limit
    while units(rest) > most:
        head = rest[: _fitting(rest, most)]
        end = _best_break(head, rest)
        parts.append(rest[:end].rstrip())
        rest, most = rest[end:].lstrip(), limit
    if rest:
        parts.append(rest)
    return parts


def _fitting(text: str, limit: int) -> int:
    """How many letters of the text fit into the limit."""
    taken = 0
    for place, letter in enumerate(text):
        taken += 2 if letter > "\uffff" else 1
        if taken > limit:
            return place
    return len(text)


def _best_break(head: str, rest: str) -> int:
    """Where to end the first part: the strongest break that is not too early, or mid-word."""
    if rest[len(head) : len(head) + 1].isspace():
        head = rest[: len(head) + 1]
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(head) if found.end() * _LEAST >= len(head)]
        if ends:
            return ends[-1]
    return len(head)
