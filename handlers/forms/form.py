"""Forms as data: fields in an order, and what is done with them in the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from handlers.forms.sheet import Filled, Given, Sheet
from handlers.turn import Turn

REVIEW = "review"


class Kind(StrEnum):
    """How a field is answered."""

    text = "text"
    choice = "choice"
    time = "time"
    either = "either"
    """A choice, or words of one's own, whatever they are."""
    phone = "phone"
    evidence = "evidence"


class Asked(StrEnum):
    """When a field is asked. One that is not stands in the review, where it can be filled in."""

    always = "always"
    unless_told = "unless_told"
    """Not of somebody who began with words of their own: they have said what they wanted to."""
    in_review = "in_review"


Option: TypeAlias = tuple[str, str]
"""A choice: its code and its label in the customer's language."""
Check: TypeAlias = Callable[[Turn, Given], Awaitable[str | None]]
"""Looks at an answer; gives the key of a text that says kindly why it will not do, or None."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `ask` and `label` are keys of texts; `only_if` and `unless` name a field with the choices
    on which it depends."""

    name: str
    kind: Kind
    ask: str
    label: str
    options: Callable[[Turn], Sequence[Option]] | None = None
    check: Check | None = None
    skippable: bool = False
    known: Callable[[Turn], str | None] | None = None
    own: bool = False
    """The number asked for is the customer's own: the contact key is offered."""
    only_if: tuple[str, ...] | None = None
    unless: tuple[str, str] | None = None
    asked: Asked = Asked.always
    adds_up: bool = False
    """Whoever is asked again, because their answer will not quite do, completes it; twice is not asked."""

    def choices(self, turn: Turn) -> Sequence[Option]:
        """The choices offered."""
        return self.options(turn) if self.options else ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form. One that ends in a case may be spoken, and left for a colleague to finish."""

    name: str
    version: int
    title: str
    fields: tuple[Field, ...]
    submit: Callable[[Turn, Filled], Awaitable[None]]
    noted: str = "forms.noted"
    """What is said to somebody who began with their words."""
    ends_in_case: bool = False
    takes_files: bool = False
    """Pictures and files are taken even though no case comes of it."""
    review: bool = True
    pauses: Callable[[Turn, Sheet], Awaitable[bool]] | None = None
    """Says something before the next question, which then waits until the form is resumed. True if it did."""
    quotes: bool = False
    """What is written into it are words for others: they tell nothing of the writer's own language."""

    def field(self, name: str) -> Field | None:
        """The field of that name, if the form still has it."""
        return next((field for field in self.fields if field.name == name), None)

    def needed(self, sheet: Sheet) -> list[Field]:
        """The fields that belong to this sheet, as far as its answers tell."""
        return [field for field in self.fields if _applies(field, sheet)]

    def missing(self, sheet: Sheet) -> Field | None:
        """The first field without an answer."""
        return next((field for field in self.needed(sheet) if field.name not in sheet.given), None)

    def before(self, name: str, sheet: Sheet) -> Field | None:
        """The field that was asked before this one."""
        asked = [field for field in self.needed(sheet) if not _known(field, sheet)]
        names = [field.name for field in asked]
        place = names.index(name) if name in names else 0
        return asked[place - 1] if place else None

    def progress(self, name: str, sheet: Sheet) -> tuple[int, int]:
        """Which question of how many this is, not counting what was known."""
        names = [field.name for field in self.fields if _may_apply(field, sheet) and not _known(field, sheet)]
        return (names.index(name) + 1 if name in names else len(names)), len(names)


def _applies(field: Field, sheet: Sheet) -> bool:
    if field.unless is not None and _chosen(field.unless, sheet):
        return False
    return field.only_if is None or _chosen(field.only_if, sheet)


def _chosen(wanted: tuple[str, ...], sheet: Sheet) -> bool:
    other, *codes = wanted
    return other in sheet.given and sheet.given[other].code in codes


def _may_apply(field: Field, sheet: Sheet) -> bool:
    undecided = field.only_if is not None and field.only_if[0] not in sheet.given
    return undecided or _applies(field, sheet)


def _known(field: Field, sheet: Sheet) -> bool:
    return field.name in sheet.given and sheet.given[field.name].known


_forms: dict[str, Form] = {}


def declare(form: Form) -> Form:
    """Make a form known by its name."""
    _forms[form.name] = form
    return form


def find_form(name: str) -> Form | None:
    """The form of that name; None for one that is no longer offered."""
    return _forms.get(name)
