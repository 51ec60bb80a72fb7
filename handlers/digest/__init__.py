"""The digest: what managers need to know each morning, in half a minute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.digest.composing import compose
from handlers.digest.sending import now_please, send_daily
from handlers.scene import Scene
from handlers.turn import Turn

__all__ = ["COMMANDS", "DUTIES", "compose"]

COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {"digest": now_please}
DUTIES: dict[str, Callable[[Scene], Awaitable[int]]] = {"digest.daily": send_daily}
