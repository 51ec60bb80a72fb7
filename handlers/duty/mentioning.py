"""Naming colleagues so that the channel rings for them, and for nobody else by name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.naming import staff_mention, staff_name
from handlers.scene import Scene
from handlers.texts import units
from storage.outbound import Marks
from storage.person import Identity
from storage.staff import Staff


async def mentions(scene: Scene, staff_ids: Sequence[int], account_id: int) -> tuple[str, Marks]:
    """Their names in a row, and the marks for those who have no @username; offsets count from its begin."""
    words, marks = "", []
    for staff_id in staff_ids:
        name = await staff_name(scene.session, staff_id)
        shown = await staff_mention(scene.session, staff_id, account_id)
        user = await scene.session.scalar(
            select(Identity.external_id)
            .join(Staff, Staff.person_id == Identity.person_id)
            .where(Staff.id == staff_id, Identity.account_id == account_id)
        )
        begin = f"{words}, " if words else ""
        if shown == name and name and user:
            marks.append(
                {
                    "type": "text_mention",
                    "offset": units(begin),
                    "length": units(name),
                    "user": {"id": int(user), "is_bot": False, "first_name": name},
                }
            )
        words = begin + shown
    return words, tuple(marks)


def placed(text: str, words: str, marks: Marks) -> Marks:
    """The marks of `words` where they stand in a text."""
    at = text.find(words)
    if at < 0:
        return ()
    away = units(text[:at])
    return tuple({**mark, "offset": mark["offset"] + away} for mark in marks)
