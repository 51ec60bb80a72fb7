"""What the welcome offers the router."""

from __future__ import annotations

from handlers import forms
from handlers.turn import Turn
from handlers.welcome import greeting, helping, menu, privacy, settings


async def cancel(turn: Turn, rest: str = "") -> None:
    """/cancel: put away what is being filled in, if anything is."""
    if turn.draft is None:
        turn.reply("welcome.cancel.nothing")
    else:
        await forms.cancel(turn)


GO = {
    "menu": menu.show,
    "ask": menu.ask,
    "help": helping.show,
    "settings": settings.show,
    "privacy": privacy.show,
}
COMMANDS = {"start": greeting.start, "cancel": cancel}
ACTIONS = {"welcome.language": settings.choose}
