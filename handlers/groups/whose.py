"""Which groups are whose."""

from __future__ import annotations

from sqlalchemy import Select, select

from handlers.scene import Scene
from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.staff import Department


def groups_query(department_id: int) -> Select[Chat]:
    """The groups in which a department works, in the order they came."""
    return (
        select(Chat)
        .join(DepartmentGroup, DepartmentGroup.chat_id == Chat.id)
        .where(DepartmentGroup.department_id == department_id, DepartmentGroup.retired_at.is_(None))
        .order_by(DepartmentGroup.id)
    )


async def groups_of(scene: Scene, department_id: int) -> list[Chat]:
    """The groups in which a department works, in the order they came."""
    return list(await scene.session.scalars(groups_query(department_id)))


async def has_group(scene: Scene, department_id: int) -> bool:
    """Whether a department has any group to work in."""
    return await scene.session.scalar(groups_query(department_id).limit(1)) is not None


async def departments_in(scene: Scene, chat_id: int) -> list[Department]:
    """The departments that work in a group."""
    rows = await scene.session.scalars(
        select(Department)
        .join(DepartmentGroup, DepartmentGroup.department_id == Department.id)
        .where(DepartmentGroup.chat_id == chat_id, DepartmentGroup.retired_at.is_(None))
        .order_by(Department.id)
    )
    return list(rows)


async def bind(scene: Scene, department_id: int, chat_id: int, by: int | None) -> bool:
    """Make a group a department's. False if it was that already."""
    bound = await _binding(scene, department_id, chat_id)
    if bound is not None and bound.retired_at is None:
        return False
    if bound is None:
        bound = DepartmentGroup(department_id=department_id, chat_id=chat_id)
        scene.session.add(bound)
    bound.added_at, bound.added_by, bound.retired_at = scene.now, by, None
    await scene.session.flush()
    return True


async def retire(scene: Scene, department_id: int, chat_id: int) -> bool:
    """End that a department works in a group. False if it did not."""
    bound = await _binding(scene, department_id, chat_id)
    if bound is None or bound.retired_at is not None:
        return False
    bound.retired_at = scene.now
    await scene.session.flush()
    return True


async def merge_groups(scene: Scene, old: int, known: int) -> None:
    """A group turned out to be one we know under another id: what worked there works here."""
    rows = await scene.session.scalars(select(DepartmentGroup).where(DepartmentGroup.chat_id == old))
    for bound in rows.all():
        if bound.retired_at is None:
            await bind(scene, bound.department_id, known, bound.added_by)
        await scene.session.delete(bound)
    await scene.session.flush()


async def _binding(scene: Scene, department_id: int, chat_id: int) -> DepartmentGroup | None:
    found: DepartmentGroup | None = await scene.session.scalar(
        select(DepartmentGroup)
        .where(DepartmentGroup.department_id == department_id, DepartmentGroup.chat_id == chat_id)
        .with_for_update()
    )
    return found
