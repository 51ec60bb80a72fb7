"""Which cases are meant: how they stand, kind, department, owner, class, words; said, and as conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from handlers.desk.about import class_name
from handlers.desk.searching import matching
from handlers.naming import department_name, staff_names
from handlers.turn import Turn
from storage.case import OPEN_STATES, WAITING_FOR_US, Case, CaseKind, CaseState
from storage.person import CLASSES, Customer
from storage.promise import Promise, PromiseState
from storage.staff import Department

STANDINGS = ("open", "overdue", "untaken", "waiting", "resolved", "supervised", "closed", "all")
VIP = "vip"
CUSTOMERS = (VIP, *CLASSES)
"""What may be asked of whose cases they are: important customers', or those of a class."""


@dataclass(frozen=True, slots=True)
class Filter:
    """How the cases wanted stand; kind, department, owners, customers, words (empty and 0: any); the page."""

    standing: str = "open"
    kind: str = ""
    department: int = 0
    page: int = 0
    words: str = ""
    owners: tuple[int, ...] = ()
    """Staff by their ids: several who are called the same."""
    customers: str = ""
    """One of `CUSTOMERS`."""

    @property
    def args(self) -> dict[str, Any]:
        """As a button keeps it."""
        return asdict(self)


def of_args(args: dict[str, Any]) -> Filter:
    """The filter that a button keeps. Buttons older than a filter know nothing of it."""
    return Filter(
        args["standing"],
        args["kind"],
        int(args["department"]),
        int(args["page"]),
        args.get("words", ""),
        tuple(int(one) for one in args.get("owners", ())),
        args.get("customers", ""),
    )


def conditions(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> list[ColumnElement[bool]]:
    """The cases wanted, within what the sender oversees. A manager sees departments of the past as well."""
    found = _standing(turn, wanted.standing)
    if wanted.kind:
        found.append(Case.kind == CaseKind(wanted.kind))
    if not turn.is_manager:
        found.append(Case.department_id.in_([one.id for one in departments]))
    if wanted.department:
        found.append(Case.department_id == wanted.department)
    if wanted.owners:
        found.append(Case.owner_id.in_(wanted.owners))
    if wanted.customers:
        found.append(Case.person_id.in_(_people(wanted.customers)))
    if wanted.words:
        found.append(matching(wanted.words))
    return found


def _standing(turn: Turn, standing: str) -> list[ColumnElement[bool]]:
    if standing == "all":
        return []
    if standing in ("closed", "resolved"):
        return [Case.state == CaseState(standing)]
    if standing == "untaken":
        return [Case.state.in_(WAITING_FOR_US), Case.owner_id.is_(None)]
    found: list[ColumnElement[bool]] = [Case.state.in_(OPEN_STATES)]
    if standing == "waiting":
        found.append(Case.waits_for.is_not(None))
    elif standing == "supervised":
        found.append(Case.supervised.is_(True))
    elif standing == "overdue":
        late = select(Promise.case_id).where(
            Promise.state.in_((PromiseState.open, PromiseState.broken)),
            Promise.due_at <= turn.now,
            Promise.paused_at.is_(None),
        )
        found.append(Case.id.in_(late))
    return found


def _people(customers: str) -> Any:
    people = select(Customer.person_id)
    return people.where(Customer.vip if customers == VIP else Customer.customer_class == customers)


def customers_in_words(turn: Turn, customers: str) -> str:
    """What whose cases are asked for is called."""
    if customers == VIP:
        return turn.text_of("desk.card.vip")
    return class_name(turn, customers, turn.language)


async def in_words(turn: Turn, wanted: Filter, departments: Sequence[Department]) -> str:
    """What is listed: "Overdue · Complaint · Consulting"."""
    parts = [turn.text_of(f"overseeing.standing.{wanted.standing}")]
    if wanted.kind:
        parts.append(turn.text_of(f"desk.kind.{wanted.kind}"))
    parts += [department_name(one, turn.language) for one in departments if one.id == wanted.department]
    if wanted.owners:
        names = await staff_names(turn.session, wanted.owners)
        parts.append(f"👤 {', '.join(dict.fromkeys(names.values()))}")
    if wanted.customers:
        parts.append(customers_in_words(turn, wanted.customers))
    if wanted.words:
        parts.append(f"“{wanted.words}”")
    return " · ".join(parts)
