"""Quotes in replies: taken only where they stand in the message, letter by letter and with its formatting."""

from __future__ import annotations

from typing import Any

from bot.sandbox.entities import formatted
from bot.sandbox.errors import bad

KEPT = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"})
"""Formatting that belongs to a quote."""


def quote_of(replied: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The quote that reply parameters ask for, at the place nearest to the one they name."""
    text, given = formatted(wanted["quote"], wanted.get("quote_parse_mode"), wanted.get("quote_entities"))
    whole = str(replied.get("text") or replied.get("caption") or "").encode("utf-16-le")
    entities = replied.get("entities") or replied.get("caption_entities") or []
    marks, length = _marks(given, 0, len(text.encode("utf-16-le"))), len(text.encode("utf-16-le"))
    near = 2 * int(wanted.get("quote_position") or 0)
    fitting = [
        place
        for place in _places(whole, text.encode("utf-16-le"))
        if _marks(entities, place, place + length) == marks
    ]
    if not fitting:
        raise bad("QUOTE_TEXT_INVALID")
    place = min(fitting, key=lambda one: abs(one - near))
    quote: dict[str, Any] = {"text": text, "position": place // 2, "is_manual": True}
    return quote | ({"entities": marks} if marks else {})


def _places(whole: bytes, part: bytes) -> list[int]:
    return [place for place in range(0, len(whole) - len(part) + 1, 2) if whole.startswith(part, place)]


def _marks(entities: list[dict[str, Any]], begin: int, end: int) -> list[dict[str, Any]]:
    """The kept formatting between two bytes, counted in units from the first."""
    found = []
    for entity in entities:
        start = max(2 * entity["offset"], begin)
        stop = min(2 * (entity["offset"] + entity["length"]), end)
        if entity["type"] in KEPT and stop > start:
            found.append(entity | {"offset": (start - begin) // 2, "length": (stop - start) // 2})
    return found
