"""Setting one thing on a customer file: recorded, and shown on every card of the customer."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from handlers.scene import Scene
from handlers.turn import Turn
from storage.case import OPEN_STATES, Case
from storage.person import CLASSES, Customer


async def set_value(turn: Turn, case: Case, file: Customer, what: str, value: str) -> bool:
    """Set one thing and record who did. False if it stood so already."""
    was: int | str | bool | None
    fact: int | str | bool | None
    if what == "class" and value in CLASSES:
        was, file.customer_class, fact = file.customer_class, value, value
    elif what == "vip":
        was, file.vip, fact = file.vip, value == "yes", value == "yes"
    elif what == "manager":
        chosen = int(value) if value else None
        was, file.account_manager_id, fact = file.account_manager_id, chosen, chosen
    else:
        was, file.preferences, fact = file.preferences, value, bool(value)
        if was == value:
            return False
    if was == fact and what != "preferences":
        return False
    await turn.session.flush()
    # What the words are is nobody's business but the file's: events hold codes only.
    turn.effects.record(
        "customer.changed",
        actor_kind="staff",
        actor_id=turn.person.id,
        case_id=case.id,
        person_id=case.person_id,
        what=what,
        value=fact,
    )
    await show_everywhere(turn, case.person_id)
    return True


async def show_everywhere(scene: Scene, person_id: int) -> None:
    """Every open case of the customer has a card that now says something else."""
    rows = await scene.session.scalars(
        select(Case.id).where(Case.person_id == person_id, Case.state.in_(OPEN_STATES))
    )
    for case_id in rows:
        if (topic := await scene.topic_of(case_id)) is not None:
            await scene.show_card(topic)


async def with_open_cases(scene: Scene, which: ColumnElement[bool]) -> list[int]:
    """Those of some customers whom an open case is about."""
    rows = await scene.session.scalars(
        select(Case.person_id)
        .join(Customer, Customer.person_id == Case.person_id)
        .where(which, Case.state.in_(OPEN_STATES))
        .distinct()
        .order_by(Case.person_id)
    )
    return list(rows)
