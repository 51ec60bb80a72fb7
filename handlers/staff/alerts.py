"""Alerts: what managers must hear at once because no customer can tell them."""

from __future__ import annotations

from typing import Any

from handlers.scene import Scene
from storage.outbox import Priority

_REASONS = frozenset({"failed", "cut_off", "undecodable"})


async def alert(scene: Scene, key: str, **values: Any) -> int:
    """Tell the managers something; how many heard it."""
    return await scene.tell_managers(key, **values)


async def alert_parked(scene: Scene, parked_id: int, reason: str) -> None:
    """An update was set aside: it is kept, and somebody has to look at it."""
    name = reason if reason in _REASONS else "other"
    for conversation_id, person in await scene.managers():
        await scene.tell(
            conversation_id,
            person,
            "staff.alert.parked",
            priority=Priority.staff,
            parked=parked_id,
            reason=scene.say(person.language, f"staff.alert.reason.{name}"),
        )
