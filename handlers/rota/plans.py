"""The rotas of the house: as a manager set them in the chat, else as the settings have them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from handlers.rota.planning import duty_day, from_turn
from handlers.scene import Scene
from handlers.understanding.mentions import mentions
from storage.case import Case
from storage.person import Identity, Person
from storage.rota import Rhythm, Rota
from storage.staff import Staff


class Plan(NamedTuple):
    """A rota as it counts now. Whoever has left is in it no more."""

    key: str
    rhythm: Rhythm
    first_day: date
    staff: tuple[Staff, ...]


def rota_for(scene: Scene, case: Case, words: str) -> str:
    """The rota that a case's category is called by; empty for what can wait.

    Where nobody was asked for a category, the words tell.
    """
    categories = scene.house.rules.rota.categories
    return categories.get(case.category, "") if case.category else rota_said(scene, words)


def rota_said(scene: Scene, words: str) -> str:
    """The rota that words alone call for; empty for what can wait."""
    categories = scene.house.rules.rota.categories
    spoken = {key: said for key, said in scene.house.category_words.items() if key in categories}
    return next((categories[key] for key in mentions(words, spoken)), "")


def keys_of(scene: Scene) -> list[str]:
    """The rotas that the settings speak of."""
    rules = scene.house.rules.rota
    return list(dict.fromkeys((*rules.categories.values(), *rules.plans)))


async def plan_of(scene: Scene, key: str) -> Plan | None:
    """A rota as it counts now; None where nobody set one."""
    row = await row_of(scene, key)
    if row is not None:
        found = await scene.session.scalars(
            select(Staff).where(Staff.id.in_(row.staff), Staff.left_at.is_(None))
        )
        here = {one.id: one for one in found}
        return Plan(key, row.rhythm, row.first_day, tuple(here[one] for one in row.staff if one in here))
    plan = scene.house.rules.rota.plans.get(key)
    if plan is None:
        return None
    named = [await staff_called(scene, name) for name in plan.staff]
    return Plan(
        key, Rhythm(plan.rhythm), plan.first_day, tuple(found[0] for found in named if len(found) == 1)
    )


async def row_of(scene: Scene, key: str) -> Rota | None:
    """What was set in the chat."""
    found: Rota | None = await scene.session.scalar(select(Rota).where(Rota.key == key))
    return found


async def on_call(scene: Scene, key: str) -> list[Staff]:
    """Whom to call, in their order: who is on duty now comes first."""
    plan = await plan_of(scene, key)
    if plan is None:
        return []
    today = duty_day(scene.now, scene.house.zone, scene.house.rules.rota.changes_at)
    return from_turn(plan.staff, plan.rhythm, plan.first_day, today)


async def staff_called(scene: Scene, name: str) -> list[Staff]:
    """Everybody in service of that public name, first name or @username."""
    wanted = name.strip().removeprefix("@").casefold()
    rows = await scene.session.execute(
        select(Staff, Person.name, Identity.username)
        .join(Person, Person.id == Staff.person_id)
        .outerjoin(Identity, Identity.person_id == Person.id)
        .where(Staff.left_at.is_(None))
        .order_by(Staff.id)
    )
    found: dict[int, Staff] = {}
    for staff, full, username in rows:
        names = {staff.public_name, full, full.partition(" ")[0], username or ""}
        if wanted and wanted in {one.casefold() for one in names}:
            found[staff.id] = staff
    return list(found.values())
