"""Which of the house's rules a text goes against: words and patterns, nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from handlers.rules import ConductRule

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def against(rules: Sequence[ConductRule], text: str) -> list[ConductRule]:
    """The rules that a text goes against, in the house's order."""
    said = unicodedata.normalize("NFKC", text).casefold()
    return [rule for rule in rules if _goes_against(rule, said)]


def _goes_against(rule: ConductRule, said: str) -> bool:
    if any(_stands_in(word.casefold(), said) for words in rule.words.values() for word in words):
        return True
    return any(
        _counts(rule, found)
        for patterns in rule.patterns.values()
        for pattern in patterns
        for found in _compiled(pattern).finditer(said)
    )


def _stands_in(word: str, said: str) -> bool:
    """Whole words where words have gaps; Chinese has none."""
    if not word.isascii():
        return word in said
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", said) is not None


def _counts(rule: ConductRule, found: re.Match[str]) -> bool:
    if rule.above is None:
        return True
    numbers = [number for group in found.groups() if group for number in _numbers(group)]
    return any(number > rule.above for number in numbers)


def _numbers(text: str) -> Iterable[float]:
    return (float(one) for one in _NUMBER.findall(text.replace(",", "").rstrip(".")))


@lru_cache(maxsize=200)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
