"""The filter that somebody wrote after /cases: words that mean something, and words to look for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import select

from handlers.naming import staff_names
from handlers.overseeing.filters import CUSTOMERS, STANDINGS, Filter
from handlers.texts import Texts
from handlers.turn import Turn
from storage.case import CaseKind
from storage.staff import Department, DepartmentMember, Staff

LONGEST_WORDS = 60
_BETWEEN = re.compile(r"[\s,，、;；]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EXPORT: dict[str, Any] = {}

Meanings = Mapping[str, dict[str, Any]]
"""What may be written, in small letters, and what of the filter it sets; nothing: as a file."""


class Asked(NamedTuple):
    """The filter somebody wrote, whether as a file, and the words that are looked for."""

    wanted: Filter
    as_file: bool
    sought: str


async def read(turn: Turn, words: str, departments: Sequence[Department]) -> Asked:
    """Understand what was written, with the names of departments and colleagues (`@name`)."""
    meanings = {
        **_people(await _colleagues(turn, departments), turn),
        **_places(departments),
        **_words(turn.house.texts),
    }
    return understand(words, meanings)


def understand(words: str, meanings: Meanings) -> Asked:
    """The filter that words name. Words that name nothing are looked for in all cases, open or over.

    Chinese is written without spaces: a part that consists of words that mean something is taken apart.
    """
    values: dict[str, Any] = {}
    as_file, unknown = False, []
    parts = [piece for part in _BETWEEN.split(words.casefold()) if part for piece in _apart(part, meanings)]
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            found = meanings.get(" ".join(parts[start:end]))
            if found is not None:
                as_file = as_file or found is _EXPORT
                values.update(found)
                start = end
                break
        else:
            unknown.append(parts[start])
            start += 1
    sought = " ".join(unknown)[:LONGEST_WORDS]
    values.setdefault("standing", "all" if sought else "open")
    return Asked(replace(Filter(words=sought), **values), as_file, sought)


def _apart(part: str, meanings: Meanings) -> list[str]:
    """The words that a part is written of, if it holds Chinese and nothing is left over."""
    if part in meanings or not _HAN.search(part):
        return [part]
    ways: list[list[str] | None] = [[], *[None] * len(part)]
    for end in range(1, len(part) + 1):
        for start in range(end):
            before, piece = ways[start], part[start:end]
            if before is not None and piece in meanings:
                ways[end] = [*before, piece]
                break
    return ways[-1] or [part]


def _words(texts: Texts) -> dict[str, dict[str, Any]]:
    """Words of the catalogue, of both languages. What names two things means the first."""
    found: dict[str, dict[str, Any]] = {}
    for name, meaning in _named():
        for language in texts.languages:
            for phrase in texts.phrases(language, f"overseeing.words.{name}"):
                found.setdefault(phrase, meaning)
    return found


def _named() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "export", _EXPORT
    yield from ((name, {"standing": name}) for name in STANDINGS)
    yield from ((kind.value, {"kind": kind.value}) for kind in CaseKind)
    yield from ((name, {"customers": name}) for name in CUSTOMERS)


def _places(departments: Sequence[Department]) -> dict[str, dict[str, Any]]:
    return {
        name.casefold(): {"department": one.id}
        for one in reversed(departments)
        for name in (one.key, one.name_zh, one.name_en)
        if name
    }


def _people(names: Mapping[int, str], turn: Turn) -> dict[str, dict[str, Any]]:
    """By `@name`, all who are called so; `@me` is the sender."""
    found: dict[str, dict[str, Any]] = {}
    for staff, name in names.items():
        meaning = found.setdefault(f"@{name.casefold()}", {"owners": ()})
        meaning["owners"] = (*meaning["owners"], staff)
    if turn.staff is not None:
        for language in turn.house.texts.languages:
            for phrase in turn.house.texts.phrases(language, "overseeing.words.me"):
                found[phrase] = {"owners": (turn.staff.id,)}
    return found


async def _colleagues(turn: Turn, departments: Sequence[Department]) -> dict[int, str]:
    """Who may own what the sender oversees: the members of the departments; for a manager everybody."""
    who = select(Staff.id).where(Staff.left_at.is_(None)).order_by(Staff.id)
    if not turn.is_manager:
        members = DepartmentMember.department_id.in_([one.id for one in departments])
        who = who.where(Staff.id.in_(select(DepartmentMember.staff_id).where(members)))
    return await staff_names(turn.session, (await turn.session.scalars(who)).all())
