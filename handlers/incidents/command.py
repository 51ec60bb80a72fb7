"""/incident: what is open, a new one, news, and the end."""

from __future__ import annotations

import re

from handlers.incidents import managing
from handlers.incidents.matching import open_incidents
from handlers.incidents.reading import read_typed
from handlers.staff.rights import for_managers
from handlers.turn import Turn
from storage.incident import Incident

_NUMBER = re.compile(r"[#＃](\d{1,9})\s*(.*)", re.DOTALL)


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """Alone it shows what is open; a word of ours writes news or ends one; anything else opens one."""
    if not rest:
        await _overview(turn)
        return
    first, _, more = rest.partition(" ")
    for verb in ("news", "end"):
        if first.casefold() in _words(turn, verb):
            await _manage(turn, verb, more.strip())
            return
    typed = read_typed(rest, turn.now, turn.house.zone)
    if typed.unclear or not typed.words:
        turn.reply("incidents.not_understood")
        return
    await managing.open_one(turn, typed.words, typed.key_words, typed.when)


def _words(turn: Turn, verb: str) -> set[str]:
    texts = turn.house.texts
    return {
        phrase.casefold()
        for language in texts.languages
        for phrase in texts.phrases(language, f"incidents.words.{verb}")
    }


async def _overview(turn: Turn) -> None:
    incidents = await open_incidents(turn)
    if not incidents:
        turn.reply("incidents.none_open")
    for incident in incidents:
        await managing.show(turn, incident, "incidents.open_one")


async def _manage(turn: Turn, verb: str, rest: str) -> None:
    incident, said = await _which(turn, rest)
    if incident is None:
        return
    typed = read_typed(said, turn.now, turn.house.zone)
    if typed.unclear or typed.key_words or (verb == "news" and not typed.words):
        turn.reply("incidents.not_understood")
    elif verb == "news":
        await managing.write_news(turn, incident.id, typed.words, typed.when)
    else:
        await managing.end(turn, incident.id, typed.words)


async def _which(turn: Turn, rest: str) -> tuple[Incident | None, str]:
    """The incident that is meant, by its number or because there is only one, and the words for it."""
    incidents = await open_incidents(turn)
    number = _NUMBER.match(rest)
    if number is not None:
        found = next((one for one in incidents if one.id == int(number[1])), None)
        if found is None:
            turn.reply("incidents.not_open")
        return found, number[2]
    if len(incidents) == 1:
        return incidents[0], rest
    turn.reply("incidents.which" if incidents else "incidents.none_open")
    return None, rest
