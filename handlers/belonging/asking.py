"""A customer writes while people speak to them of two matters: they are asked which one is meant."""

from __future__ import annotations

from handlers.belonging.candidates import has_several, named, spoken_in_since
from handlers.belonging.pending import pending_in
from handlers.desk import albums
from handlers.desk.holding import hold
from handlers.turn import Turn
from handlers.understanding.intent import small_talk
from storage.case import Case, CaseState
from storage.inbound import Message
from storage.pending import PendingMessage, Waits

_CLEAR = ("menu.words.menu", "desk.words.back", "desk.words.thanks")
"""Words that ask for no answer of people, or for the bot."""


async def unclear(turn: Turn) -> bool:
    """Keep a message that may belong to several cases until its writer says to which. False if it is clear.

    A reply is clear, and so is whatever follows words of ours in one case alone.
    """
    message = turn.message
    if message is None or message.edited or message.reply_to is not None:
        return False
    if turn.conversation.case_id is None or _is_clear(turn):
        return False
    if not await has_several(turn, turn.person.id):
        return False
    waiting = await pending_in(turn, turn.conversation.id)
    if waiting:
        await _hold(turn, message, waiting[0].case_id)
        return True
    cases = await spoken_in_since(turn, turn.conversation)
    linked = await turn.session.get_one(Case, turn.conversation.case_id)
    if cases and linked not in cases and linked.state is CaseState.received:
        # They have asked for people there, and nobody has come yet.
        cases.append(linked)
    if not cases or await albums.goes_on(turn, message):
        return False
    # Where we spoke last is where the answer is expected.
    turn.conversation.case_id = cases[0].id
    if len(cases) == 1:
        return False
    await _hold(turn, message, cases[0].id)
    _ask(turn, cases)
    return True


def _is_clear(turn: Turn) -> bool:
    said = turn.text.casefold().strip(" .!?,。！？，~～")
    texts = turn.house.texts
    phrases = (
        phrase for language in texts.languages for key in _CLEAR for phrase in texts.phrases(language, key)
    )
    return small_talk(texts, turn.text) is not None or any(said == phrase.casefold() for phrase in phrases)


async def _hold(turn: Turn, message: Message, case_id: int) -> None:
    await hold(turn, turn.conversation.id, message)
    turn.session.add(
        PendingMessage(
            waits=Waits.which_case,
            conversation_id=turn.conversation.id,
            message=message.id,
            case_id=case_id,
            person_id=turn.person.id,
            rules=None,
            at=turn.now,
            until=turn.now + turn.house.rules.desk.ask_which_for,
        )
    )
    await turn.session.flush()


def _ask(turn: Turn, cases: list[Case]) -> None:
    rows = tuple(
        (turn.button(named(turn, case, turn.language), "belonging.say", turn.me, case=case.id),)
        for case in cases
    )
    turn.reply("belonging.which", buttons=rows)
