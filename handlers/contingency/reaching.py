"""Whom a part of a plan is told: managers and heads in private, a department in its group."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from handlers.groups.choosing import roomiest
from handlers.heads import heads_of
from handlers.scene import Scene
from storage.account import Conversation
from storage.case import Case
from storage.contingency import ContingencyRun
from storage.major import MajorMatter
from storage.outbound import Buttons, SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Department

MANAGERS = "managers"
HEADS = "heads"

Compose = Callable[[str, str], tuple[str, Buttons]]
"""The text and the buttons, for a language and the audience of its buttons."""


async def send(scene: Scene, run: ContingencyRun, who: str, compose: Compose) -> None:
    """Say something to those named. Whom nobody answers to any more, the managers hear."""
    department = await _department(scene, run, who)
    is_group = department is not None and not who.startswith(HEADS)
    group = await roomiest(scene, department.id) if department is not None and is_group else None
    if group is not None and department is not None:
        text, buttons = compose(scene.house.default_language, f"department:{department.id}")
        scene.effects.owe(
            SendText(text, buttons), account_id=group.account_id, chat_id=group.id, priority=Priority.staff
        )
        return
    people: list[tuple[int, Person]] = []
    if department is not None:
        people = await heads_of(scene, department.id)
    for conversation_id, person in people or await scene.managers():
        text, buttons = compose(person.language, f"person:{person.id}")
        conversation = await scene.session.get_one(Conversation, conversation_id)
        await scene.owe_chat(conversation, SendText(text, buttons), priority=Priority.staff)


async def _department(scene: Scene, run: ContingencyRun, who: str) -> Department | None:
    """The department that is meant; None means the managers."""
    if who == MANAGERS:
        return None
    if who == HEADS:
        return await _of_matter(scene, run)
    key = who.removeprefix(f"{HEADS}:")
    found: Department | None = await scene.session.scalar(select(Department).where(Department.key == key))
    return found


async def _of_matter(scene: Scene, run: ContingencyRun) -> Department | None:
    """The department whose matter it is; without one, the first that answers complaints."""
    query = select(Department).where(Department.key == scene.house.department_for("complaint"))
    if run.matter_id is not None:
        query = (
            select(Department)
            .join(Case, Case.department_id == Department.id)
            .join(MajorMatter, MajorMatter.case_id == Case.id)
            .where(MajorMatter.id == run.matter_id)
        )
    found: Department | None = await scene.session.scalar(query)
    return found
