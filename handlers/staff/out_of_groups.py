"""Who has left reads no more in the groups: we take them out, or a manager hears where they have to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.scene import Scene
from handlers.staff.names import departments, departments_of
from handlers.staff.team import name_of
from handlers.turn import Turn
from storage.account import Chat
from storage.department_group import DepartmentGroup
from storage.outbound import Remove
from storage.outbox import Priority
from storage.person import Identity
from storage.staff import Staff, StaffRole


async def take_out(turn: Turn, staff: Staff) -> None:
    """Take them out of all groups of their departments (a manager: of all), also of those not used any more.

    Their departments must still be known by the rows.
    """
    theirs = await (departments(turn) if staff.role is StaffRole.manager else departments_of(turn, staff.id))
    rows = await turn.session.execute(
        select(Chat, Identity.external_id)
        .join(Identity, Identity.account_id == Chat.account_id)
        .where(
            Chat.id.in_(
                select(DepartmentGroup.chat_id).where(
                    DepartmentGroup.department_id.in_([one.id for one in theirs])
                )
            ),
            Identity.person_id == staff.person_id,
        )
        .order_by(Chat.id)
    )
    for chat, user in rows.all():
        subject = {"kind": "remove", "staff": staff.id, "chat": chat.id}
        if chat.unreachable is None:
            # Before whatever else waits there: until then they read along.
            turn.effects.owe(
                Remove(user),
                account_id=chat.account_id,
                chat_id=chat.id,
                priority=Priority.reply,
                subject=subject,
            )
        elif chat.unreachable != "moved":
            await not_removed(turn, subject)


async def not_removed(scene: Scene, subject: dict[str, Any]) -> None:
    """The channel would not take somebody out of a group: a manager has to."""
    staff = await scene.session.get_one(Staff, int(subject["staff"]))
    chat = await scene.session.get_one(Chat, int(subject["chat"]))
    await scene.tell_managers(
        "staff.dismiss.still_in_group", name=await name_of(scene, staff), title=chat.title
    )
