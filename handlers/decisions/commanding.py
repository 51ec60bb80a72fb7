"""/decide in a suggestion's topic, or in private after its number: the verdict and words of one's own."""

from __future__ import annotations

from sqlalchemy import select

from handlers.decisions.carrying_out import done
from handlers.decisions.deciding import CannotDecide, decide
from handlers.desk.agent_side import topic_here
from handlers.desk.ending import case_to_act_on
from handlers.turn import Turn
from storage.case import Case
from storage.decision import Verdict
from storage.numbers import read_number
from storage.outbound import SendText

DONE = "done"


async def command(turn: Turn, rest: str) -> None:
    """/decide accepted words, /decide done words; in private with the case's number first."""
    case_id, words = await _which(turn, rest)
    meant, said = _meant(turn, words)
    if case_id is None or not meant or (meant != DONE and not said):
        _say(turn, "decisions.how")
        return
    case = await case_to_act_on(turn, {"case": case_id})
    if case is None:
        _say(turn, "decisions.owner_only")
    elif meant == DONE:
        _say(turn, "decisions.told" if await done(turn, case, said) else "decisions.nothing_to_tell")
    else:
        try:
            await decide(turn, case, Verdict(meant), said)
            _say(turn, "decisions.told")
        except CannotDecide as why:
            _say(turn, f"decisions.cannot.{why}")


async def _which(turn: Turn, rest: str) -> tuple[int | None, str]:
    """The case that is meant, and the words after it."""
    if turn.staff is None:
        return None, ""
    topic = await topic_here(turn, turn.message) if turn.message is not None and not turn.private else None
    if topic is not None:
        return topic.case_id, rest.strip()
    number, _, words = rest.strip().partition(" ")
    known = read_number(number)
    found = await turn.session.scalar(select(Case.id).where(Case.number == known)) if known else None
    return found, words.strip()


def _meant(turn: Turn, words: str) -> tuple[str, str]:
    """The verdict, or that it is done, as the words begin with it; and the words after it."""
    texts, said = turn.house.texts, words.casefold()
    named = [
        (phrase.casefold(), name)
        for name in (*(one.value for one in Verdict), DONE)
        for language in texts.languages
        for phrase in texts.phrases(language, f"decisions.words.{name}")
    ]
    for phrase, name in sorted(named, key=lambda one: -len(one[0])):
        if said == phrase or (said.startswith(phrase) and not said[len(phrase)].isalnum()):
            return name, words[len(phrase) :].lstrip(" ,.，。:：").rstrip()
    return "", words


def _say(turn: Turn, key: str) -> None:
    """Groups are spoken to in the language of the house."""
    language = turn.language if turn.private else turn.house.default_language
    message = turn.message.id if turn.message is not None and not turn.private else None
    turn.send(SendText(turn.say(language, key), reply_to=message))
