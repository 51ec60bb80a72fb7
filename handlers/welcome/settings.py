"""Settings of a person: the language we speak with them."""

from __future__ import annotations

from typing import Any

from handlers.turn import Turn
from storage.outbound import Button

_NAMES = {"zh": "welcome.settings.chinese", "en": "welcome.settings.english"}


async def show(turn: Turn) -> None:
    """Ask which language to speak."""
    chosen = turn.person.language_chosen
    now = turn.text_of(_NAMES[turn.language] if chosen else "welcome.settings.automatic")
    turn.reply("welcome.settings.ask", buttons=(_languages(turn), (_automatic(turn),)), now=now)


def _languages(turn: Turn) -> tuple[Button, ...]:
    return tuple(turn.choice(key, "welcome.language", language=code) for code, key in _NAMES.items())


def _automatic(turn: Turn) -> Button:
    return turn.choice("welcome.settings.automatic", "welcome.language", language="")


async def choose(turn: Turn, args: dict[str, Any]) -> None:
    """The person chose a language, or to have theirs followed."""
    language = str(args["language"])
    turn.person.language_chosen = bool(language)
    if language in _NAMES:
        turn.person.language = language
    turn.record("language.chosen", language=language or "automatic")
    turn.reply("welcome.settings.done" if language else "welcome.settings.done_automatic")
