"""The way back from people to the bot."""

from __future__ import annotations

from handlers.turn import Turn
from storage.outbound import Button, Buttons


def way_back(turn: Turn) -> Buttons:
    """The button that gives the conversation back to the bot."""
    return ((Button(turn.text_of("desk.button.bot"), "go:bot"),),)
