"""The catalogues: both languages say the same things, and the code says nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import handlers
from handlers.texts import Texts
from handlers.texts.catalogue import FOLDERS, read_folder

ROOT = Path(next(iter(handlers.__path__)))
CATALOGUES = {language: read_folder(ROOT / "texts" / folder) for language, folder in FOLDERS.items()}
KEYS = sorted(set().union(*CATALOGUES.values()))
DUTIES = {key.split(".", 1)[0] for key in KEYS}
_PLACE = re.compile(r"\{([^{}]*)\}")


def places(value: Any) -> set[str]:
    """The places of a text, in all its forms."""
    if isinstance(value, dict):
        return set().union(*(places(form) for form in value.values()))
    if isinstance(value, list):
        return set()
    return set(_PLACE.findall(str(value)))


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_key_with_the_same_places(key: str) -> None:
    """A key exists in Chinese and in English, as the same kind of thing, with the same places."""
    missing = [language for language, texts in CATALOGUES.items() if key not in texts]
    assert not missing
    values = [texts[key] for texts in CATALOGUES.values()]
    assert len({isinstance(value, list) for value in values}) == 1
    # A plural form may leave the number out, as in "one case"; other places must be the same.
    assert len({frozenset(places(value) - {"count"}) for value in values}) == 1


@pytest.mark.parametrize("language", FOLDERS)
def test_places_are_plain_names(language: str) -> None:
    """A place is a name: nothing that could reach into an object."""
    for key, value in CATALOGUES[language].items():
        for place in places(value):
            assert re.fullmatch(r"[a-z_][a-z0-9_]*", place), f"{key}: {{{place}}}"


@pytest.mark.parametrize("language", FOLDERS)
def test_no_text_is_empty(language: str) -> None:
    """Every text says something."""
    for key, value in CATALOGUES[language].items():
        forms = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        assert forms, key
        assert all(str(form).strip() for form in forms), key


def said_in_code() -> tuple[set[str], list[re.Pattern[str]]]:
    """Keys written out in the code, and patterns of keys put together with f-strings."""
    literal: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for file in [*ROOT.rglob("*.py"), *(ROOT.parent / "bot").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if _is_key(node.value):
                    literal.add(node.value)
            elif isinstance(node, ast.JoinedStr) and len(node.values) > 1 and _is_prefix(node.values[0]):
                patterns.append(_pattern(node))
    return literal, patterns


def _pattern(joined: ast.JoinedStr) -> re.Pattern[str]:
    """What keys an f-string may give."""
    parts = [
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_.]+"
        for part in joined.values
    ]
    return re.compile("".join(parts))


def _is_key(text: str) -> bool:
    return text.split(".", 1)[0] in DUTIES and re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", text) is not None


def _is_prefix(part: ast.expr) -> bool:
    return (
        isinstance(part, ast.Constant)
        and str(part.value).split(".", 1)[0] in DUTIES
        and "." in str(part.value)
    )


LITERAL, PATTERNS = said_in_code()
LISTS_FOR_MATCHING = (
    "menu.words.",
    "menu.openings.",
    "menu.labelled.",
    "menu.doubt.",
    "menu.polite.",
    "welcome.small.",
)
"""Tables that are read whole."""


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_used(key: str) -> None:
    """No text lies about that nobody says."""
    stem = key.rpartition("_")[0]
    used = key in LITERAL or stem in LITERAL or any(pattern.fullmatch(key) for pattern in PATTERNS)
    assert used or key.startswith(LISTS_FOR_MATCHING)


KEY_PLACES = {
    "reply": 0,
    "text_of": 0,
    "words": 0,
    "choice": 0,
    "answer": 0,
    "tell_managers": 0,
    "say": 1,
    "tell": 2,
    "note": 2,
}
"""Which argument of a speaking function is the text's key."""


def test_everything_the_code_says_exists() -> None:
    """A key given to a speaking function is in the catalogue; one that is put together has at least one."""
    missing: list[str] = []
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                place = KEY_PLACES.get(node.func.attr)
                if place is not None and len(node.args) > place:
                    missing += [f"{file.name}: {key}" for key in _unknown(node.args[place])]
    assert not missing


def _unknown(argument: ast.expr) -> list[str]:
    """Keys in an argument that no catalogue has."""
    if isinstance(argument, ast.JoinedStr):
        pattern = _pattern(argument)
        return [] if any(pattern.fullmatch(key) for key in KEYS) else [pattern.pattern]
    if isinstance(argument, ast.IfExp):
        return [*_unknown(argument.body), *_unknown(argument.orelse)]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and _is_key(argument.value):
        return [] if argument.value in KEYS else [argument.value]
    return []


def test_menu_words_lead_to_one_place_only() -> None:
    """No phrase of the menu stands for two places."""
    for language, catalogue in CATALOGUES.items():
        seen: dict[str, str] = {}
        for key, phrases in catalogue.items():
            if key.startswith("menu.words."):
                for phrase in phrases:
                    assert seen.setdefault(phrase, key) == key, f"{phrase} ({language})"


def test_a_missing_place_is_an_error() -> None:
    """A text never goes out with a hole in it."""
    with pytest.raises(KeyError):
        Texts.load().say("en", "welcome.hello", name="Anna")
