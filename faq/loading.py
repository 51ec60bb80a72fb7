"""Reading a base from a TOML file, with everything that is wrong in it told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faq.entry import Entry
from faq.fields import Fields, read_attachments, read_buttons, read_links
from faq.problems import BaseFileError, Problem

ENTRY_FIELDS = (
    "id",
    "questions",
    "answer",
    "category",
    "tags",
    "valid_from",
    "valid_until",
    "buttons",
    "links",
    "attachments",
    "hidden",
)
BASE_FIELDS = ("name", "languages")


@dataclass(frozen=True, slots=True)
class BaseFile:
    """A base as its file tells it."""

    name: str
    languages: tuple[str, ...]
    entries: tuple[Entry, ...]


def load_base(path: str | Path) -> list[Entry]:
    """The entries of a base's file; raises BaseFileError naming file, entry and field."""
    return list(read_base(path).entries)


def read_base(path: str | Path) -> BaseFile:
    """The whole base of a file: its name, its languages and its entries."""
    place = Path(path)
    return parse_base(_text_of(place), place)


def parse_base(text: str, path: Path) -> BaseFile:
    """The base written in `text`; `path` is only for the messages."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BaseFileError(path, [Problem("", "", f"is not valid TOML: {error}")]) from error
    head = Fields(raw, "", ())
    head.known(("base", "entry"))
    base = Fields(head.table("base"), "[base]", ())
    base.known(BASE_FIELDS)
    name, languages = base.text("name"), tuple(base.texts("languages"))
    problems = head.problems + base.problems
    entries = []
    seen: dict[str, int] = {}
    for number, one in enumerate(head.tables("entry"), 1):
        entry, found = read_entry(one, number, languages)
        if entry is not None and entry.id in seen:
            found.append(Problem(entry.id, "id", f"entry {number} has the same id as entry {seen[entry.id]}"))
        problems += found
        if entry is not None:
            seen.setdefault(entry.id, number)
            entries.append(entry)
    if not entries and not problems:
        problems.append(Problem("", "", "holds no [[entry]]"))
    if problems:
        raise BaseFileError(path, problems)
    return BaseFile(name, languages, tuple(entries))


def read_entry(
    raw: Mapping[str, Any], number: int, languages: tuple[str, ...] = ()
) -> tuple[Entry | None, list[Problem]]:
    """An entry from its table, or None, with what is wrong in it."""
    name = raw.get("id")
    label = name if isinstance(name, str) and name.strip() else f"entry {number}"
    fields = Fields(raw, label, languages)
    fields.known(ENTRY_FIELDS)
    if label != name:
        fields.wrong("id", 'needs a short name of its own, like "opening-hours"')
    entry = Entry(
        id=label,
        questions=fields.phrasings("questions"),
        answer=fields.spoken("answer", required=True),
        category=fields.text("category"),
        tags=tuple(fields.texts("tags")),
        valid_from=fields.moment("valid_from"),
        valid_until=fields.moment("valid_until"),
        buttons=read_buttons(fields),
        links=read_links(fields),
        attachments=read_attachments(fields),
        hidden=fields.switch("hidden"),
    )
    return (None if label != name else entry), fields.problems


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BaseFileError(path, [Problem("", "", "there is no such file")]) from error
    except UnicodeDecodeError as error:
        raise BaseFileError(path, [Problem("", "", "is not UTF-8 text; save it as UTF-8")]) from error
    except OSError as error:
        raise BaseFileError(path, [Problem("", "", f"cannot be read: {error.strerror}")]) from error
