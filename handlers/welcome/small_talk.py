"""Small talk: a kind word back, and no menu for somebody who only says thanks."""

from __future__ import annotations

from handlers.turn import Turn
from handlers.understanding.intent import small_talk
from handlers.welcome.greeting import greet
from storage.outbound import React

_NOD = "👍"
OFFERS = {
    "who": ("human",),
    "puzzled": ("human",),
    "upset": ("human", "complaint"),
    "danger": ("human",),
}
"""What is answered with words and a way on; the words never argue."""


def chat(turn: Turn) -> str | None:
    """Return a greeting, thanks or a goodbye. What was said, if that was all the message said."""
    said = small_talk(turn.house.texts, turn.text)
    if said is None:
        return None
    if said == "hello" or (turn.first_contact and said in ("thanks", "bye", "ok", "puzzled")):
        greet(turn)
    elif said == "ok":
        nod(turn)
    elif said in OFFERS:
        buttons = (tuple(turn.go(place) for place in OFFERS[said]),)
        turn.reply(f"welcome.reply.{said}", buttons=buttons, business=turn.house.name(turn.language))
    else:
        turn.reply(f"welcome.reply.{said}")
    return said


def nod(turn: Turn) -> None:
    """Show that a message was seen where words would only be noise."""
    if turn.message is not None:
        turn.send(React(turn.message.id, _NOD))
