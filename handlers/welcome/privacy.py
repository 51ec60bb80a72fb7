"""Privacy: what is kept, why, how long, who sees it, and how to have it erased."""

from __future__ import annotations

from handlers.turn import Turn
from storage.outbound import Button


async def show(turn: Turn) -> None:
    """Say truthfully what we keep. The numbers are those of the settings."""
    keep = turn.house.rules.retention
    buttons = [(turn.go("human"),)]
    if turn.house.privacy_url:
        buttons.append((Button(turn.text_of("welcome.privacy.link"), url=turn.house.privacy_url),))
    turn.reply(
        "welcome.privacy.text",
        buttons=tuple(buttons),
        business=turn.house.name(turn.language),
        questions=keep.questions.days,
        inbox=keep.inbox.days,
        outbox=keep.outbox.days,
    )
