"""The menu: a few places, by buttons and by words."""

from __future__ import annotations

from handlers.orders.stages import stages
from handlers.turn import Turn
from handlers.way_back import way_back
from storage.outbound import Buttons

LAYOUT = (("ask", "human"), ("complaint", "service"), ("call_back", "order"), ("refer", "status"))


def rows(turn: Turn) -> Buttons:
    """The menu's buttons."""
    offered = [[name for name in row if name != "order" or stages(turn.house)] for row in LAYOUT]
    return tuple(tuple(turn.go(name) for name in row) for row in offered)


async def show(turn: Turn) -> None:
    """Show the menu."""
    turn.reply("menu.choose", buttons=rows(turn))


async def ask(turn: Turn) -> None:
    """Invite a question."""
    if turn.conversation.case_id is not None:
        # Whatever is written now goes to the people: to ask the bot, they come back to it first.
        turn.reply("welcome.ask_in_talk", buttons=way_back(turn))
    else:
        turn.reply("welcome.ask")
