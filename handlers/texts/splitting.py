"""Splitting a long text into messages, at the best place within a channel's limit."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 4096
"""UTF-16 units that one message may hold."""

_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[。！？；])(?![。！？；”’」』）】》])|(?<=[。！？；][”’」』）】》])|(?<=[.!?;])\s"),
    re.compile(r"(?<=[，、])|(?<=,)(?!\d)|\s"),
)
_CLOSING = frozenset("。！？；：，、”’」』）】》…")
"""What begins no line."""
_JOINER = "\u200d"
_FLAGS = ("\U0001f1e6", "\U0001f1ff")
"""Two of these signs are one flag."""
_TINTS = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
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
        last = 0
        for found in pattern.finditer(rest, 0, len(head) + 1):
            if found.end() > len(head):
                break
            last = found.end()
        if last and last * _LEAST >= len(head):
            return last
    return _between_letters(rest, len(head))


def _between_letters(text: str, end: int) -> int:
    """Where to end if nothing but a letter's end is left: not within what is seen as one sign."""
    place = end
    while place * _LEAST > end and place < len(text) and _belongs(text, place):
        place -= 1
    return place if place * _LEAST > end else end


def _belongs(text: str, place: int) -> bool:
    """Whether the sign at a place is shown as one with the sign before it, or begins no line."""
    before, after = text[place - 1], text[place]
    if before == _JOINER or after == _JOINER or after in _CLOSING:
        return True
    if _within(after, _TINTS) or _within(after, _TAGS) or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if not _within(after, _FLAGS):
        return False
    flags = 0
    while flags < place and _within(text[place - 1 - flags], _FLAGS):
        flags += 1
    return flags % 2 == 1


def _within(sign: str, ends: tuple[str, str]) -> bool:
    return ends[0] <= sign <= ends[1]
