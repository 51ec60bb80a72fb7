"""From a filled form to the words of a case, and the promise told with its number."""

from __future__ import annotations

from collections.abc import Container

from sqlalchemy import select

from handlers import promises
from handlers.forms.pieces import CARDS
from handlers.forms.sheet import Filled
from handlers.turn import Turn
from handlers.waiting.saying import closed_words
from handlers.way_back import way_back
from storage.case import Case
from storage.outbound import SendText
from storage.promise import Promise


def words_of(turn: Turn, filled: Filled, name: str) -> str:
    """An answer as the department reads it: a choice by its code's label is the caller's to say."""
    spoken = [turn.say(turn.house.default_language, "forms.voice_message")] if filled.spoken(name) else []
    return ", ".join(filter(None, (filled.text(name), *spoken)))


def details_of(turn: Turn, filled: Filled, *names: str) -> dict[str, str]:
    """What was said to some questions: the code of a choice, or words. What was left out is not in it."""
    said = {name: filled.code(name) or words_of(turn, filled, name) for name in names}
    return {name: words for name, words in said.items() if words}


def summary_of(turn: Turn, filled: Filled, words: str) -> str:
    """The customer's words, those added to the evidence, and that a colleague has to ask the rest."""
    added = [piece.text for piece in filled.sheet.pieces if piece.text]
    left = [turn.say(turn.house.default_language, "forms.unfinished")] if filled.unfinished else []
    return "\n".join(filter(None, (words, *added, *left)))


def messages_of(filled: Filled, *names: str) -> tuple[str, ...]:
    """The customer's messages that colleagues shall see as they were, in order and once each."""
    answers = [filled.sheet.given[name].message for name in names if name in filled.sheet.given]
    pieces = [piece.message for piece in filled.pieces]
    return tuple(dict.fromkeys(message for message in (*answers, *pieces) if message))


def reach_of(filled: Filled, *names: str, kinds: Container[str] = CARDS) -> tuple[str, ...]:
    """The customer's messages that say where they live or are rung, to be shown in private only.

    Those that answered the named questions, spoken or beneath a picture, and those of `kinds`.
    """
    answers = [filled.sheet.given[name].message for name in names if name in filled.sheet.given]
    shown = [piece.message for piece in filled.pieces if piece.kind in kinds]
    handed_in = {piece.message for piece in filled.pieces}
    return tuple(dict.fromkeys(message for message in (*answers, *shown) if message in handed_in))


async def tell_number(turn: Turn, filled: Filled, case: Case, key: str) -> None:
    """Give the customer the case's number, and by when they hear from us."""
    promise = await turn.session.scalar(
        select(Promise).where(Promise.case_id == case.id).order_by(Promise.id.desc()).limit(1)
    )
    when = promises.in_words(turn, turn.language, promise) if promise else ""
    text = turn.text_of(key, number=case.number, when=when)
    if closed := await closed_words(turn, case, turn.language):
        text += "\n\n" + closed
    if not filled.unfinished:
        turn.send(SendText(text, ((turn.go("status"),),)))
        return
    # They wish to be asked by a person, so people have the line from now on.
    turn.conversation.case_id = case.id
    text += "\n\n" + turn.text_of("forms.colleague_asks")
    turn.send(SendText(text, way_back(turn)))
