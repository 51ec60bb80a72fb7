"""What a text speaks of, by phrases: whole words of an alphabet, any place in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

_ALPHABETIC = re.compile(r"[a-z0-9' ]+")


def mentions(text: str, phrases: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many of its phrases each key finds in a text, in the order of the keys."""
    said = unicodedata.normalize("NFKC", text).casefold()
    found = {key: sum(_holds(said, phrase) for phrase in each) for key, each in phrases.items()}
    return {key: number for key, number in found.items() if number}


def _holds(said: str, phrase: str) -> bool:
    wanted, alone = _wanted(phrase)
    # Most phrases are not there at all, and that is seen sooner without the pattern.
    return bool(wanted) and wanted in said and (alone is None or alone.search(said) is not None)


@lru_cache(maxsize=4_096)
def _wanted(phrase: str) -> tuple[str, re.Pattern[str] | None]:
    """A phrase as it is looked for, with the pattern that finds it as words of their own."""
    wanted = unicodedata.normalize("NFKC", phrase).casefold().strip()
    if _ALPHABETIC.fullmatch(wanted):
        return wanted, re.compile(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])")
    return wanted, None
