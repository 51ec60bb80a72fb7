"""Words with their formatting: cleaned and split, and every mark still on the letters it was put on.

A mark is the channel's own: `{"type": "bold", "offset": 3, "length": 4, …}`, counted in UTF-16 units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from handlers.texts.splitting import LIMIT, split_text, units

Marks: TypeAlias = tuple[dict[str, Any], ...]
CAPTION = 1024
"""UTF-16 units that the caption of a file may hold."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Signs no message has and some databases refuse; a carriage return or half a letter among them."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of writing, so that a text reads otherwise than it is."""


def writable(text: str, marks: Iterable[Any] = ()) -> tuple[str, Marks]:
    """A text without control signs. Marks that make no sense are left out."""
    return _without(_UNWRITABLE, text, marks)


def straight(text: str, marks: Iterable[Any] = ()) -> tuple[str, Marks]:
    """A text that reads as it is: without signs that turn the direction of writing."""
    return _without(_TURNING, text, marks)


def turns(text: str) -> bool:
    """Whether a text has signs that turn the direction of writing."""
    return _TURNING.search(text) is not None


def split_marked(text: str, marks: Iterable[Any] = (), first: int = LIMIT) -> list[tuple[str, Marks]]:
    """A text in parts that fit into messages (the first into `first` units), each with its marks."""
    sound = _sound(marks)
    parts: list[tuple[str, Marks]] = []
    at = 0
    for part in split_text(text, first=first):
        at = text.index(part, at)
        begin = units(text[:at])
        parts.append((part, _within(sound, begin, begin + units(part))))
        at += len(part)
    return parts


def _sound(marks: Iterable[Any]) -> Marks:
    return tuple(
        dict(mark)
        for mark in marks
        if isinstance(mark, Mapping)
        and isinstance(mark.get("type"), str)
        and _natural(mark.get("offset"))
        and _natural(mark.get("length"))
    )


def _natural(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= 2**31


def _within(marks: Marks, begin: int, end: int) -> Marks:
    """The marks on a stretch of the text, counted from its beginning."""
    kept = []
    for mark in marks:
        start = max(mark["offset"], begin)
        length = min(mark["offset"] + mark["length"], end) - start
        if length > 0:
            kept.append(mark | {"offset": start - begin, "length": length})
    return tuple(kept)


def _without(signs: re.Pattern[str], text: str, marks: Iterable[Any]) -> tuple[str, Marks]:
    sound = _sound(marks) if marks else ()
    if signs.search(text) is None:
        return text, sound
    gone = [units(text[: found.start()]) for found in signs.finditer(text)]

    def moved(place: int) -> int:
        return place - sum(1 for one in gone if one < place)

    kept = []
    for mark in sound:
        start, end = moved(mark["offset"]), moved(mark["offset"] + mark["length"])
        if end > start:
            kept.append(mark | {"offset": start, "length": end - start})
    return signs.sub("", text), tuple(kept)
