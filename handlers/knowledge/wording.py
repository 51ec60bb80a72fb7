"""Putting entries into words for managers."""

from __future__ import annotations

from faq import Entry
from handlers.naming import shortened

LANGUAGES = ("zh", "en")
TITLE = 40
SHOWN = 400


def title_of(entry: Entry, language: str) -> str:
    """An entry's first wording in a language, else in any, else its id."""
    wordings = list(entry.phrasings())
    own = next((text for of, text in wordings if of == language), "")
    return shortened(own or (wordings[0][1] if wordings else entry.id), TITLE)


def shortly(text: str) -> str:
    """The beginning of a text, lines kept; — for nothing."""
    text = text.strip()
    return (text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…") or "—"
