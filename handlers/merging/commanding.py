"""/merge and /split, in private and in a case's topic."""

from __future__ import annotations

from sqlalchemy import select

from handlers.desk.agent_side import topic_here
from handlers.desk.relays import locked_case, other_end
from handlers.merging.joining import CannotMerge, bind, merge
from handlers.merging.rights import may_join
from handlers.merging.splitting import split
from handlers.turn import Turn
from storage.account import Conversation
from storage.case import Case, CaseKind
from storage.numbers import read_number
from storage.outbound import SendText

LONGEST_SUMMARY = 1500


async def merge_command(turn: Turn, rest: str) -> None:
    """/merge A B: A goes on as B. In A's topic /merge B is enough."""
    if turn.staff is None:
        _say(turn, "merging.staff_only")
        return
    numbers = [found for found in map(read_number, rest.split()) if found is not None]
    here = await _case_here(turn)
    named = [await _case_of(turn, number) for number in numbers]
    if here is not None and len(named) == 1:
        named = [here, *named]
    if len(named) != 2 or len(numbers) != len(rest.split()):
        _say(turn, "merging.how")
        return
    gone, kept = named
    if gone is None or kept is None:
        _say(turn, "merging.unknown")
        return
    try:
        if gone.person_id != kept.person_id:
            await bind(turn, gone, kept)
            _say(turn, "merging.bound", number=kept.number, other=gone.number)
        else:
            await merge(turn, gone, kept)
            _say(turn, "merging.done", number=kept.number, other=gone.number)
    except CannotMerge as why:
        _say(turn, f"merging.cannot.{why}", number=gone.number, other=kept.number)


async def split_command(turn: Turn, rest: str) -> None:
    """/split in a topic, in reply to the customer's message or with words; in private after a number."""
    if turn.staff is None:
        _say(turn, "merging.staff_only")
        return
    case = await _case_here(turn)
    if case is None:
        number, _, rest = rest.partition(" ")
        known = read_number(number)
        case = await _case_of(turn, known) if known is not None else None
        if case is None:
            _say(turn, "merging.split.how" if known is None else "merging.unknown", number="K7M3QX9")
            return
    if not await may_join(turn, case):
        _say(turn, "merging.cannot.not_yours")
    elif not case.is_open:
        _say(turn, "merging.split.over", number=case.number)
    else:
        await _split(turn, case, rest)


async def _split(turn: Turn, case: Case, rest: str) -> None:
    kind, words = _kind(turn, case, rest)
    copies = await _replied(turn, case)
    said = turn.message.replied if turn.message is not None and copies else ""
    summary = (words or said).strip()[:LONGEST_SUMMARY]
    if not summary:
        _say(turn, "merging.split.how", number=case.number)
        return
    part = await split(turn, case, summary, kind, copies)
    _say(turn, "merging.split.done", number=part.number, other=case.number)


async def _replied(turn: Turn, case: Case) -> list[str]:
    """The customer's message that the command answers, if it answers one."""
    message = turn.message
    end = await other_end(turn.session, turn.chat.id, message.reply_to) if message is not None else None
    if end is None:
        return []
    conversation = await turn.session.get_one(Conversation, case.conversation_id)
    return [end.message] if end.chat_id == conversation.chat_id else []


def _kind(turn: Turn, case: Case, rest: str) -> tuple[CaseKind, str]:
    """What kind of case it is, if the first word says so, and the words that are left."""
    first, _, words = rest.partition(" ")
    texts = turn.house.texts
    for kind in CaseKind:
        key = f"overseeing.words.{kind.value}"
        if any(first.casefold() in texts.phrases(one, key) for one in texts.languages):
            return kind, words
    return case.kind, rest


async def _case_here(turn: Turn) -> Case | None:
    """The case of the topic the command was written in."""
    topic = await topic_here(turn, turn.message) if turn.message is not None and not turn.private else None
    return await locked_case(turn.session, topic.case_id) if topic is not None else None


async def _case_of(turn: Turn, number: str) -> Case | None:
    found = await turn.session.scalar(select(Case.id).where(Case.number == number))
    return await locked_case(turn.session, found) if found is not None else None


def _say(turn: Turn, key: str, **values: object) -> None:
    """Groups are spoken to in the language of the house."""
    language = turn.language if turn.private else turn.house.default_language
    message = turn.message.id if turn.message is not None and not turn.private else None
    turn.send(SendText(turn.say(language, key, **values), reply_to=message))
