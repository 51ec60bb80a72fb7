"""Words that customers use for the same thing, so that an entry is found by a word it never used."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from faq.chinese import sound_of, syllables


@cache
def concepts() -> dict[str, tuple[int, ...]]:
    """The groups that a word belongs to, by their numbers."""
    text = (files("faq") / "tables" / "concepts.txt").read_text(encoding="utf-8")
    groups: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(text.splitlines()):
        if line.startswith("#"):
            continue
        for word in line.split():
            groups[word] = (*groups.get(word, ()), number)
    return groups


@cache
def _spelt() -> dict[str, list[int]]:
    """The lengths of the Chinese words that begin with a character, longest first."""
    lengths: dict[str, set[int]] = {}
    for word in concepts():
        if not word.isascii():
            lengths.setdefault(word[0], set()).add(len(word))
    return {letter: sorted(some, reverse=True) for letter, some in lengths.items()}


@cache
def _heard() -> dict[tuple[str, str], list[tuple[str, int, tuple[int, ...]]]]:
    """The sounds, lengths and groups of longer Chinese words, longest first, by their first two syllables."""
    words: dict[tuple[str, str], dict[str, tuple[str, int, tuple[int, ...]]]] = {}
    for word, numbers in concepts().items():
        if len(word) > 1 and not word.isascii():
            sound = sound_of(word)
            first, second = sound.split(" ")[:2]
            words.setdefault((first, second), {}).setdefault(sound, (sound, len(word), numbers))
    return {start: sorted(some.values(), key=lambda one: -one[1]) for start, some in words.items()}


def concepts_in(run: str) -> list[int]:
    """The groups named in a run of Chinese: the longest word at each place, or one that sounds like it."""
    known, spelt, heard = concepts(), _spelt(), _heard()
    table = syllables()
    sounds = [table.get(letter, letter) for letter in run]
    found: list[int] = []
    at, end = 0, len(run)
    while at < end:
        for size in spelt.get(run[at], ()):
            groups = known.get(run[at : at + size])
            if groups and at + size <= end:
                found += groups
                at += size
                break
        else:
            if at + 1 < end:
                for sound, size, groups in heard.get((sounds[at], sounds[at + 1]), ()):
                    if sound == " ".join(sounds[at : at + size]):
                        found += groups
                        at += size - 1
                        break
            at += 1
    return found
