"""Passing messages on, either way, so that they arrive whole and are seen for what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from handlers.desk.relays import relay_subject, reply_over_there
from handlers.desk.topics import anchor, note
from handlers.duty.sounds import rings
from handlers.naming import plain_name, shortened, without_numbers
from handlers.scene import Scene
from handlers.texts import CAPTION, LIMIT, split_marked, straight, turns, units
from storage.account import Chat, Conversation
from storage.case import Case
from storage.inbound import Message
from storage.outbound import AlbumFile, Copy, Marks, Operation, SendAlbum, SendText
from storage.outbox import Priority
from storage.person import Person
from storage.topic import Topic

EXCERPT = 120
_IN_ALBUMS = frozenset({"photo", "video", "audio", "document"})


class Way(NamedTuple):
    """From where to where: to the agents' topic, or (without one) to the customer."""

    case: Case
    source: Chat
    target: Chat
    topic: Topic | None

    @property
    def anchor(self) -> str | None:
        """What a message replies to there if it answers nothing."""
        return anchor(self.topic) if self.topic is not None else None


class Reply(NamedTuple):
    """What a message answers on the other side, and which words of it."""

    reply_to: str | None
    quote: str = ""
    quote_marks: Marks = ()
    quote_at: int = 0


async def way_to_topic(scene: Scene, case: Case, source: Chat, topic: Topic) -> Way:
    """From the customer's chat to the agents."""
    return Way(case, source, await scene.session.get_one(Chat, topic.chat_id), topic)


async def way_to_customer(scene: Scene, case: Case, source: Chat) -> Way:
    """From the agents' group to the customer."""
    conversation = await scene.session.get_one(Conversation, case.conversation_id)
    return Way(case, source, await scene.session.get_one(Chat, conversation.chat_id), None)


async def pass_together(scene: Scene, way: Way, messages: Sequence[Message]) -> None:
    """Pass on one message, or the parts of one album."""
    first = messages[0]
    there = await reply_over_there(scene.session, way.source.id, first.reply_to, way.target.id)
    await _name_it(scene, way, messages, answered=there is not None)
    reply = Reply(there or way.anchor)
    if there is not None:
        reply = Reply(there, first.quote, first.quote_marks, first.quote_at)
    if len(messages) > 1:
        await _album(scene, way, messages, reply)
    else:
        await _one(scene, way, first, reply)


async def _one(scene: Scene, way: Way, message: Message, reply: Reply) -> None:
    first = LIMIT if message.what == "text" else CAPTION
    parts = split_marked(*_words(way, message), first)
    copy = Copy(way.source.external_id, (message.id,), **reply._asdict())
    if not parts or (len(parts) == 1 and parts[0][0] == message.text.strip()):
        await _owe(scene, way, copy, [message.id])
        return
    (text, marks), *rest = parts
    begin: Operation = SendText(text, marks=marks, **reply._asdict())
    if message.what != "text":
        begin = replace(copy, caption=text, marks=marks, look=message.look)
    await _owe(scene, way, begin, [message.id])
    await _owe_rest(scene, way, message.id, rest)


async def _album(scene: Scene, way: Way, messages: Sequence[Message], reply: Reply) -> None:
    ids = [message.id for message in messages]
    whole = reply.reply_to is None and all(_fits(way, message) for message in messages)
    if whole or not all(message.what in _IN_ALBUMS and message.attachments for message in messages):
        await _owe(scene, way, Copy(way.source.external_id, tuple(ids)), ids)
        return
    # A copied album can answer nothing, and keeps captions that are too long: so it is sent anew.
    files: list[AlbumFile] = []
    rest: list[tuple[str, list[tuple[str, Marks]]]] = []
    for message in messages:
        parts = split_marked(*_words(way, message), CAPTION) or [("", ())]
        files.append(AlbumFile(message.what, message.attachments[0].file_id, *parts[0], message.look))
        rest.append((message.id, parts[1:]))
    await _owe(scene, way, SendAlbum(tuple(files), **reply._asdict()), ids)
    for source, more in rest:
        await _owe_rest(scene, way, source, more)


async def _owe_rest(scene: Scene, way: Way, source: str, parts: Sequence[tuple[str, Marks]]) -> None:
    """What did not fit follows, so that an edit of the whole finds every part of it."""
    for part, (text, marks) in enumerate(parts, start=1):
        await _owe(scene, way, SendText(text, reply_to=way.anchor, marks=marks), [source], part)


async def _owe(scene: Scene, way: Way, what: Operation, sources: list[str], part: int = 0) -> None:
    subject = relay_subject(way.case.id, way.source.id, sources, way.target.id, part)
    if way.topic is not None:
        if isinstance(what, SendText | Copy) and not await rings(scene, way.case):
            what = replace(what, silent=True)
        await scene.owe_topic(way.topic, what, subject=subject, priority=Priority.reply)
    else:
        conversation = await scene.session.get_one(Conversation, way.case.conversation_id)
        await scene.owe_chat(conversation, what, subject=subject)


def _words(way: Way, message: Message) -> tuple[str, Marks]:
    """The words as they are passed on: agents see none that read otherwise than they are."""
    if way.topic is not None and turns(message.text):
        return straight(message.text, message.marks)
    return message.text, message.marks


def _fits(way: Way, message: Message) -> bool:
    return units(message.text) <= CAPTION and _words(way, message)[0] == message.text


async def _name_it(scene: Scene, way: Way, messages: Sequence[Message], *, answered: bool) -> None:
    """Say what a copy does not show: that it was forwarded, and what it answers."""
    first = messages[0]
    if way.topic is None:
        if first.forwarded:
            customer = await scene.session.get_one(Person, way.case.person_id)
            await scene.tell(way.case.conversation_id, customer, "desk.label.forwarded", silent=True)
        return
    labels: list[tuple[str, dict[str, Any]]] = []
    if first.forwarded:
        who = without_numbers(plain_name(first.origin))
        labels.append(("forwarded_from", {"who": who}) if who else ("forwarded", {}))
    if (first.quote or first.replied) and not answered:
        words = shortened(without_numbers(straight(first.quote or first.replied)[0]), EXCERPT)
        labels.append(("answers", {"words": words}))
    for message in messages:
        for file in message.attachments:
            if file.name and turns(file.name):
                labels.append(("file_name", {"name": shortened(straight(file.name)[0], EXCERPT)}))
    for name, values in labels:
        # Of one priority, so that it stands above what it is about.
        await note(scene, way.case, f"desk.label.{name}", silent=True, priority=Priority.reply, **values)
