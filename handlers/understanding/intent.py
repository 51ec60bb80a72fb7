"""What a message asks for when it names a place of the menu, or is small talk: words, not guesses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from handlers.texts import Texts

_SYMBOLS = re.compile(r"[\W_]+")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])")
_FILLERS = re.compile(r"(?<=\w )(?:please|kindly|just)(?= \w)")
_COLON = re.compile(r"[:：]")
_CLAUSES = re.compile(r"[,，.。!！?？;；~～…\n]+")
_QUESTION = ("?", "？")
_MOST_STRIPPED = 4
_FEWEST_BEYOND = 2
"""So many signs at least must follow a short opening: "投诉老师", not "投诉吧"."""
_ERRANDS = frozenset({"complaint", "suggestion", "service", "human", "praise"})
"""Places that are reached from within a longer message too, for its words go along."""
_TERSE = frozenset({"complaint", "human"})
"""Of them, those for which one word at the end is enough: "……，人工"."""


class Intent(NamedTuple):
    """A place of the menu, and what was said beyond its name."""

    name: str
    rest: str = ""


class _Words(NamedTuple):
    exact: dict[str, str]
    openings: tuple[tuple[str, str], ...]
    labelled: dict[str, str]
    doubt: tuple[str, ...]
    supposing: tuple[str, ...]
    topics: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    small: dict[str, frozenset[str]]


def plain(text: str) -> str:
    """The words alone: one width, one case, no punctuation, emoji or gaps between Han characters."""
    folded = _FILLERS.sub(" ", unicodedata.normalize("NFKC", text).casefold())
    return _HAN_GAP.sub("", _SYMBOLS.sub(" ", folded).strip())


def intent(texts: Texts, text: str) -> Intent | None:
    """The place of the menu a message names: whole, by its beginning, before a colon, or in one clause."""
    words = _words(texts)
    head, *tail = _COLON.split(text, maxsplit=1)
    rest = tail[0].strip() if tail else ""
    if rest and (name := words.labelled.get(plain(head))):
        return Intent(name, rest)
    said = plain(text)
    if name := next(
        (words.exact[form] for form in _without_politeness(words, said) if form in words.exact), ""
    ):
        return Intent(name)
    asks = any(mark in text for mark in _QUESTION) or _doubts(words, said)
    name = "" if asks else _opened(words, said)
    if not name and not text.rstrip().endswith(_QUESTION):
        name = _errand_within(words, text)
    return Intent(name, text.strip()) if name else None


def _opened(words: _Words, said: str) -> str:
    """The place that words begin with, if they are not about the thing ("投诉电话") instead."""
    for form in _without_politeness(words, said):
        for opening, name in words.openings:
            beyond = form[len(opening) :].strip()
            if _begins(form, opening) and not any(beyond.startswith(topic) for topic in words.topics):
                return name if opening in words.exact or len(beyond) >= _FEWEST_BEYOND else ""
    return ""


def _errand_within(words: _Words, text: str) -> str:
    """The errand that one clause of a longer message is, whatever else is told or asked around it."""
    clauses = [clause for clause in map(plain, _CLAUSES.split(text)) if clause]
    for place, clause in enumerate(clauses, 1):
        # A story in English is full of "who", "when" and "not"; in Chinese such a clause asks.
        if (not clause.isascii() and _doubts(words, clause)) or clause.startswith(words.supposing):
            continue
        name = _errand(words, clause, last=1 < place == len(clauses))
        if name in _ERRANDS:
            return name
    return ""


def _errand(words: _Words, clause: str, *, last: bool) -> str:
    for form in _without_politeness(words, clause):
        name = words.exact.get(form, "")
        if name and (_weight(form) > 2 or (last and name in _TERSE)):
            return name
    # Chinese is written without pauses, too: "孩子都哭了我要投诉".
    ending = (form for form in words.exact if not form.isascii() and len(form) > 3 and clause.endswith(form))
    return _opened(words, clause) or words.exact.get(max(ending, key=len, default=""), "")


def _weight(form: str) -> int:
    """How much a saying says: words of an alphabet, Han characters."""
    return len(form.split()) if form.isascii() else len(form)


def _doubts(words: _Words, said: str) -> bool:
    return _holds_any(said, words.doubt)


def small_talk(texts: Texts, text: str) -> str | None:
    """hello, thanks, bye, ok, who (are you?) or upset, when that is all a message says.

    An emoji alone is an ok, punctuation alone a puzzled look, and danger is heard in longer messages too.
    """
    said, small = plain(text), _words(texts).small
    if not said:
        return "ok" if any(unicodedata.category(letter) == "So" for letter in text) else "puzzled"
    for name in ("hello", "thanks", "bye", "ok", "who", "upset"):
        if said in small[name]:
            return name
    return "danger" if _holds_any(said, small["danger"]) else None


def angry(texts: Texts, text: str) -> bool:
    """Whether anger is heard in a message, of any length."""
    said, small = plain(text), _words(texts).small
    return said in small["upset"] or _holds_any(said, small["anger"])


def yes_or_no(texts: Texts, text: str) -> bool | None:
    """Whether a message agrees or declines; None when it does neither."""
    said, small = plain(text), _words(texts).small
    if said in small["yes"] or text.strip() in ("👍", "👌", "✅"):
        return True
    return False if said in small["no"] else None


def _without_politeness(words: _Words, said: str) -> Iterable[str]:
    """The message, then ever less of the politeness around it."""
    for _ in range(_MOST_STRIPPED):
        if not said:
            return
        yield said
        before = next((word for word in words.before if _begins(said, word)), "")
        after = next((word for word in words.after if _ends(said, word)), "")
        shorter = said[len(before) :].strip()
        shorter = shorter[: len(shorter) - len(after)].strip() if after and shorter != after else shorter
        if shorter == said:
            return
        said = shorter


def _begins(said: str, word: str) -> bool:
    if not said.startswith(word):
        return False
    following = said[len(word) : len(word) + 1]
    return not (word[-1].isascii() and following.isascii() and following.isalnum())


def _ends(said: str, word: str) -> bool:
    if not said.endswith(word):
        return False
    preceding = said[: -len(word)][-1:]
    return not (word[0].isascii() and preceding.isascii() and preceding.isalnum())


def _holds_any(said: str, words: Iterable[str]) -> bool:
    """Whether one of the words is there: between gaps if it is of an alphabet, anywhere if it is Chinese."""
    spaced = f" {said} "
    return any(word in said and (not word.isascii() or f" {word} " in spaced) for word in words)


@lru_cache(maxsize=8)
def _words(texts: Texts) -> _Words:
    def named(table: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for language in texts.languages:
            for key in texts.keys(language):
                if key.startswith(f"{table}."):
                    name = key.removeprefix(f"{table}.")
                    found.setdefault(name, []).extend(map(plain, texts.phrases(language, key)))
        return found

    def longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))

    exact = {phrase: name for name, phrases in named("menu.words").items() for phrase in phrases}
    openings = [(phrase, name) for name, phrases in named("menu.openings").items() for phrase in phrases]
    polite = named("menu.polite")
    return _Words(
        exact,
        tuple(sorted(openings, key=lambda one: (-len(one[0]), one[0]))),
        {phrase: name for name, phrases in named("menu.labelled").items() for phrase in phrases},
        longest_first(named("menu.doubt")["words"]),
        longest_first(named("menu.doubt")["supposing"]),
        longest_first(named("menu.doubt")["topics"]),
        longest_first(polite["before"]),
        longest_first(polite["after"]),
        {name: frozenset(phrases) for name, phrases in named("welcome.small").items()},
    )
