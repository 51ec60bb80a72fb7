"""After a delivery: threads, card messages and copies are written down where they belong."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from sqlalchemy import update

from handlers import board, desk
from handlers.delivery.mirroring import mirrored
from handlers.scene import Scene
from storage.case import Case
from storage.outbound import Card, Edit, Mirror, Operation, SendText, Sent, Title
from storage.sending import Owed
from storage.topic import Relay, Topic


async def render(scene: Scene, owed: Owed, what: Card | Mirror | Title) -> Operation | None:
    """What is looked up when it is sent, as it is this moment: a card, a title, or an edit of a copy."""
    if isinstance(what, Title):
        return await desk.retitled(scene, await scene.session.get_one(Case, what.case_id))
    return await mirrored(scene, owed, what) if isinstance(what, Mirror) else await _card(scene, owed, what)


async def _card(scene: Scene, owed: Owed, card: Card) -> SendText | Edit | None:
    # A new message, or an edit of the one there is.
    topic = await scene.session.get(Topic, owed.topic_id) if owed.topic_id is not None else None
    if topic is None:
        return None
    text = await desk.render_card(scene, card.case_id, topic.id)
    if topic.card_message is None:
        # Cards say how things stand. What rings is an offer, and it names those whom it concerns.
        return replace(text, silent=True)
    return Edit(topic.card_message, text.text, text.buttons)


async def delivered(scene: Scene, owed: Owed, sent: Sent) -> None:
    """Record what a delivery brought, as its subject says."""
    subject = owed.subject or {"kind": "card", "topic": owed.topic_id}
    match subject.get("kind"):
        case "topic":
            await _topic_opened(scene, subject["topic"], sent)
        case "card" if sent.messages:
            await scene.session.execute(
                update(Topic)
                .where(Topic.id == owed.topic_id, Topic.card_message.is_(None))
                .values(card_message=sent.messages[0])
            )
        case "note" if sent.messages:
            # Both ends are the note itself: replies to it find the case, and nothing is mirrored.
            scene.session.add(
                Relay(
                    case_id=subject["case"],
                    from_chat_id=subject["chat"],
                    from_message=sent.messages[0],
                    to_chat_id=subject["chat"],
                    to_message=sent.messages[0],
                    at=scene.now,
                )
            )
        case "desk_note" if sent.messages:
            await desk.keep_note(scene, subject["case"], subject["chat"], sent.messages[0])
        case "board":
            await board.posted(scene, subject, sent)
        case "relay":
            await _relayed(scene, subject, sent)
        # Of many copied at once some may have been left out: then nobody knows which is which.
        case "retold" if len(sent.messages) == len(subject["from_messages"]):
            for source, copy in zip(subject["from_messages"], sent.messages, strict=True):
                scene.session.add(_relay(scene, subject, source, copy))


async def _relayed(scene: Scene, subject: dict[str, Any], sent: Sent) -> None:
    sources = subject["from_messages"]
    if len(sent.messages) == len(sources):
        for source, copy in zip(sources, sent.messages, strict=True):
            scene.session.add(_relay(scene, subject, source, copy))
        return
    # Of an album some messages were gone already, and the channel does not say which.
    for copy in sent.messages:
        here = {**subject, "from_chat": subject["to_chat"], "part": 0}
        scene.session.add(_relay(scene, here, copy, copy))
    await desk.partly_delivered(scene, subject, len(sent.messages))


def _relay(scene: Scene, subject: dict[str, Any], source: str, copy: str) -> Relay:
    return Relay(
        case_id=subject["case"],
        from_chat_id=subject["from_chat"],
        from_message=source,
        to_chat_id=subject["to_chat"],
        to_message=copy,
        part=subject.get("part", 0),
        at=scene.now,
    )


async def _topic_opened(scene: Scene, topic_id: int, sent: Sent) -> None:
    # The thread is where the case is talked about from now on.
    await scene.session.execute(update(Topic).where(Topic.id == topic_id).values(thread=sent.thread))
