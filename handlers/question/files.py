"""A photo, voice message or file outside forms: acknowledged, its caption matched, a person offered."""

from __future__ import annotations

from typing import Any

from faq import Answer
from handlers import desk
from handlers.question.asker import Asker
from handlers.question.outlook import by_when
from handlers.question.replying import keep, look_up, respond
from handlers.turn import Turn
from handlers.welcome.small_talk import nod
from storage.inbound import Message
from storage.question import QuestionResult
from storage.voice import VoiceNote

_GOT = {
    "photo": "photo",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "document": "file",
    "location": "place",
    "venue": "place",
}
_ONLY_SEEN = {"sticker", "dice"}
HEARD_BYTES = 20 * 1024 * 1024
HEARD_SECONDS = 300
"""A longer note is no question any more: people should hear it."""


async def receive(turn: Turn) -> bool:
    """Acknowledge what is more than words. False if it is words alone."""
    message = turn.message
    if message is None or message.what == "text":
        return False
    if message.what in _ONLY_SEEN:
        nod(turn)
        return True
    asker = Asker.of(turn)
    dialogue = asker.dialogue
    if message.album and message.album == dialogue.album:
        # The rest of an album: it was acknowledged with its first message.
        dialogue.files = [*dialogue.files, message.id]
        asker.save()
        return True
    dialogue.album, dialogue.files = message.album or "", [message.id]
    if _can_be_heard(turn, message):
        _listen(turn, message)
        await asker.speak(asker.words("question.got.listening"))
        asker.save()
        return True
    got = "album" if message.album else _GOT.get(message.what, "other")
    asker.openings.append(asker.words(f"question.got.{got}"))
    await _go_on(asker, turn.text, message.id)
    asker.save()
    return True


def _can_be_heard(turn: Turn, message: Message) -> bool:
    """Whether this is a voice note that the transcriber can write down."""
    if not turn.house.hears or message.what != "voice" or turn.text or not message.attachments:
        return False
    note = message.attachments[0]
    return (note.size or 0) <= HEARD_BYTES and (note.seconds or 0) <= HEARD_SECONDS


def _listen(turn: Turn, message: Message) -> None:
    turn.session.add(
        VoiceNote(
            account_id=turn.account.id,
            conversation_id=turn.conversation.id,
            person_id=turn.person.id,
            message=message.id,
            file_id=message.attachments[0].file_id,
            tries=0,
            at=turn.now,
        )
    )


async def _go_on(asker: Asker, caption: str, message: str) -> None:
    if caption and isinstance(verdict := look_up(asker, caption), Answer):
        await respond(asker, caption, verdict)
        return
    await offer_people(asker, caption, message)


async def offer_people(asker: Asker, caption: str, message: str) -> None:
    """Offer to pass a message on to people, or to type instead."""
    question = await keep(asker, caption, QuestionResult.unknown) if caption else None
    pass_on = asker.choice(
        "question.colleague", "question.pass_on", message=message, question=question.id if question else 0
    )
    typing = asker.choice("question.type", "question.type")
    words = asker.words("question.got.pass_on", when=await by_when(asker))
    await asker.speak(words, ((pass_on, typing),))


async def pass_on(turn: Turn, args: dict[str, Any]) -> None:
    """Hand the files over to people, all of the album, with the caption."""
    asker, message = Asker.of(turn), str(args["message"])
    files = asker.dialogue.files if message in asker.dialogue.files else [message]
    question = await asker.question(int(args["question"]))
    if question is not None:
        question.handed_over = True
    case = await desk.hand_over(turn, question.text if question else "", copies=files)
    if question is not None:
        question.case_id = case.id


async def type_instead(turn: Turn, args: dict[str, Any]) -> None:
    """The person will type."""
    turn.reply("question.type_it")
