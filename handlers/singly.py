"""A duty's work chat by chat: one at which it fails does not hold up the others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

import structlog

from handlers.scene import Scene
from storage.transient import is_transient

log = structlog.get_logger("duty")


async def singly(
    scene: Scene, what: str, conversations: Iterable[int], work: Callable[[Scene, int], Awaitable[int]]
) -> int:
    """Do `work` for each conversation, with effects of its own; the sum of what was done.

    Where it fails, what it did there is undone and the failure logged; it is tried again at the next
    tick. Raises only what passes by itself, such as a lost database.
    """
    done = 0
    for conversation_id in conversations:
        try:
            async with scene.session.begin_nested():
                alone = Scene(scene.session, scene.now, scene.house)
                here = await work(alone, conversation_id)
                await scene.session.flush()
                await alone.effects.write(scene.session)
            done += here
        except Exception as error:
            if is_transient(error):
                raise
            log.exception("duty.failed_here", what=what, conversation=conversation_id)
    return done
