"""What a customer writes while people are looking after them: it goes to the people."""

from __future__ import annotations

from handlers import programmes, promises
from handlers.desk.albums import goes_on, pass_message
from handlers.desk.ending import reopen, yes
from handlers.desk.hand_over import back_to_bot
from handlers.desk.hearing import expect_reply, hear, listen
from handlers.desk.opening import keep_message
from handlers.desk.relaying import way_to_topic
from handlers.desk.relays import RECEIPT, locked_case, other_end
from handlers.desk.suggesting import suggest
from handlers.desk.topics import add_to_topic, rename_topic, reopen_topic
from handlers.turn import Turn
from handlers.understanding.intent import small_talk
from handlers.way_back import way_back
from storage.case import WAITING_FOR_US, Case, CaseKind, CaseState
from storage.inbound import Message
from storage.outbound import React

_ASKS = ("?", "？", "吗", "呢")
"""A question at the end of a matter that was thought answered: it is not."""


async def from_customer(turn: Turn) -> bool:
    """Pass a customer's message on. False if it is not for the people, and the bot should answer."""
    message = turn.message
    if message is None or message.edited:
        return False
    end = await other_end(turn.session, turn.chat.id, message.reply_to)
    case_id = end.case_id if end is not None else turn.conversation.case_id
    if case_id is None:
        return False
    if end is None and _means(turn, "menu.words.menu"):
        return False
    if end is None and _means(turn, "desk.words.back"):
        await back_to_bot(turn)
        return True
    case = await locked_case(turn.session, case_id)
    if await goes_on(turn, message):
        # The rest of an album: all that follows from it followed from its first message.
        await pass_to_topic(turn, case, message)
        return True
    if not case.is_open and end is None:
        turn.conversation.case_id = None
        return False
    if case.state in (CaseState.resolved, CaseState.closed) and _means(turn, "desk.words.not_yet"):
        await pass_to_topic(turn, case, message)
        await reopen_for_customer(turn, case)
        return True
    called = await pass_to_topic(turn, case, message)
    if case.state is CaseState.resolved and case.kind is CaseKind.inquiry:
        if _means(turn, "desk.words.yes"):
            await yes(turn, {"case": case.id})
            return True
        if turn.text.endswith(_ASKS):
            await reopen_for_customer(turn, case)
            return True
        # They are still talking, so their silence has not begun.
        await programmes.put_off(turn, case)
    if case.state is CaseState.resolved and not _means(turn, "desk.words.thanks"):
        # Somebody may want to answer: whoever can is let in again.
        await reopen_topic(turn, case)
    if not _means(turn, "desk.words.thanks") and small_talk(turn.house.texts, turn.text) is None:
        await expect_reply(turn, case, called=called)
    if not case.is_open and not _means(turn, "desk.words.thanks"):
        await reopen_for_customer(turn, case)
    elif turn.conversation.memory.get("acknowledged") == case.id or not case.is_open:
        turn.send(React(message.id, RECEIPT))
    else:
        turn.conversation.memory = {**turn.conversation.memory, "v": 1, "acknowledged": case.id}
        turn.reply("desk.customer.passed_on", buttons=way_back(turn), number=case.number)
    return True


async def pass_to_topic(turn: Turn, case: Case, message: Message) -> bool:
    """Copy the message to the case's topic, or keep it until there is one. Nobody waits for it any more.

    True if somebody is being called for it.
    """
    called = await listen(turn, case, turn.text)
    topic = await turn.topic_of(case.id)
    if not case.summary and turn.text:
        # They asked for a person without a word: now it is known what it is about.
        case.summary = turn.text
        await rename_topic(turn, case)
    if topic is None:
        keep_message(turn, case, turn.chat, message.id)
        return called
    await pass_message(turn, await way_to_topic(turn, case, turn.chat, topic), message)
    if message.what == "text":
        await suggest(turn, case, turn.text)
    return called


async def add_words(turn: Turn, case_id: int, words: str) -> bool:
    """Add words to an open case of the sender's, and say so. False if there is no such case any more."""
    case = await locked_case(turn.session, case_id)
    if case.person_id != turn.person.id or case.state not in WAITING_FOR_US:
        return False
    await add_to_topic(turn, case, words)
    await hear(turn, case, words)
    turn.record("case.added_to", case_id=case.id)
    turn.reply("desk.customer.added", number=case.number)
    return True


async def reopen_for_customer(turn: Turn, case: Case) -> None:
    """The customer has more to say about a matter that was thought done."""
    promise = await reopen(turn, case, supervised=False, promise="first_answer", why="customer")
    turn.reply(
        "desk.customer.reopened",
        number=case.number,
        when=promises.in_words(turn, turn.language, promise),
    )


def _means(turn: Turn, key: str) -> bool:
    """Whether the whole message is one of the sayings for this, in any language we speak."""
    said = turn.text.casefold().strip(" .!?,。！？，~～")
    texts = turn.house.texts
    return any(
        said == phrase.casefold() for language in texts.languages for phrase in texts.phrases(language, key)
    )
