"""Which cases are meant: by how they stand, their kind and their department; in words and as conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, select

from handlers.desk.searching import matching
from handlers.naming import department_name
from handlers.texts import Texts
from handlers.turn import Turn
from storage.case import OPEN_STATES, Case, CaseKind, CaseState
from storage.promise import Promise, PromiseState
from storage.staff import Department

STANDINGS = ("open", "overdue", "supervised", "closed", "all")
LONGEST_WORDS = 60
EXPORT = "export"
_BETWEEN = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Filter:
    """How the cases wanted stand; their kind, department and words (empty and 0: any); the page shown."""

    standing: str = "open"
    kind: str = ""
    department: int = 0
    page: int = 0
    words: str = ""

    @property
    def args(self) -> dict[str, Any]:
        """As a button keeps it."""
        return asdict(self)


def of_args(args: dict[str, Any]) -> Filter:
    """The filter that a button keeps."""
    return Filter(
        args["standing"], args["kind"], int(args["department"]), int(args["page"]), args.get("words", "")
    )


def read(texts: Texts, words: str, departments: Sequence[Department]) -> tuple[Filter, bool, str]:
    """The filter somebody wrote, whether it shall be exported, and the words that are looked for.

    Words are looked for in all cases, open or over, if nothing says which. A word that names a kind as
    well as a department ("complaints") means the kind.
    """
    wanted, export, unknown, standing = Filter(), False, [], ""
    parts = [part for part in _BETWEEN.split(words.casefold()) if part]
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            phrase = " ".join(parts[start:end])
            if _means(texts, phrase, EXPORT):
                export = True
            elif found := _first(texts, phrase, STANDINGS):
                standing = found
            elif found := _first(texts, phrase, [kind.value for kind in CaseKind]):
                wanted = replace(wanted, kind=found)
            elif named := [one.id for one in departments if phrase in _names(one)]:
                wanted = replace(wanted, department=named[0])
            else:
                continue
            break
        else:
            unknown.append(parts[start])
            end = start + 1
        start = end
    sought = " ".join(unknown)[:LONGEST_WORDS]
    standing = standing or ("all" if sought else "open")
    return replace(wanted, standing=standing, words=sought), export, sought


def conditions(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> list[ColumnElement[bool]]:
    """The cases wanted, within what the sender oversees. A manager sees departments of the past as well."""
    found: list[ColumnElement[bool]] = []
    if wanted.standing == "closed":
        found.append(Case.state == CaseState.closed)
    elif wanted.standing != "all":
        found.append(Case.state.in_(OPEN_STATES))
    if wanted.standing == "supervised":
        found.append(Case.supervised.is_(True))
    if wanted.standing == "overdue":
        late = select(Promise.case_id).where(
            Promise.state.in_((PromiseState.open, PromiseState.broken)),
            Promise.due_at <= turn.now,
            Promise.paused_at.is_(None),
        )
        found.append(Case.id.in_(late))
    if wanted.kind:
        found.append(Case.kind == CaseKind(wanted.kind))
    if not turn.is_manager:
        found.append(Case.department_id.in_([one.id for one in departments]))
    if wanted.department:
        found.append(Case.department_id == wanted.department)
    if wanted.words:
        found.append(matching(wanted.words))
    return found


def in_words(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> str:
    """What is listed: "Overdue · Complaint · Consulting"."""
    parts = [turn.text_of(f"overseeing.standing.{wanted.standing}")]
    if wanted.kind:
        parts.append(turn.text_of(f"desk.kind.{wanted.kind}"))
    parts += [department_name(one, turn.language) for one in departments if one.id == wanted.department]
    if wanted.words:
        parts.append(f"“{wanted.words}”")
    return " · ".join(parts)


def _means(texts: Texts, phrase: str, name: str) -> bool:
    return any(phrase in texts.phrases(one, f"overseeing.words.{name}") for one in texts.languages)


def _first(texts: Texts, phrase: str, names: Iterable[str]) -> str:
    return next((name for name in names if _means(texts, phrase, name)), "")


def _names(department: Department) -> set[str]:
    return {one.casefold() for one in (department.key, department.name_zh, department.name_en) if one}
