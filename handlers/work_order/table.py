"""What the dispatch tables know of works."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.scene import Scene
from handlers.turn import Turn
from handlers.work_order import billing, coming, finishing, offering, panel, proposing, reminding
from handlers.work_order.command import command
from handlers.work_order.wishing import VISIT_TIME

__all__ = ["ACTIONS", "COMMANDS", "DUTIES", "VISIT_TIME"]

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "work.panel": panel.show,
    "work.how": panel.how,
    "work.free": offering.free,
    "work.accept": offering.accept,
    "work.decline": offering.decline,
    "work.talk": offering.talk,
    "work.done": finishing.done,
    "work.paid": billing.paid,
    "visit.choose": proposing.choose,
    "visit.other": proposing.other,
    "visit.arrived": coming.arrived,
    "visit.late": coming.late,
    "visit.there": coming.there,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"work": command}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {
    "work.visits": reminding.watch,
    "work.bills": billing.look_after,
}
