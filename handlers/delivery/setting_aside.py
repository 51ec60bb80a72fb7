"""When something owed cannot be sent, or its delivery not recorded, through a fault of ours: it is said."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from handlers import desk
from handlers.delivery.regretting import language_of
from handlers.naming import shortened, without_numbers
from handlers.scene import Scene
from handlers.texts import straight
from storage.account import Chat
from storage.outbound import Edit, SendFile, SendText, decode_operation
from storage.outbox import Priority
from storage.person import Identity
from storage.sending import Owed
from storage.staff import Staff

EXCERPT = 60
ALERT = "set_aside"


async def set_aside(scene: Scene, owed: Owed, *, arrived: bool) -> None:
    """Tell managers, with what it was about masked; and whoever was to have it, or wrote it.

    `arrived`: it was delivered, and what should have followed from that was not written down.
    """
    subject = owed.subject or {}
    if subject.get("kind") == ALERT:
        # The alert itself: the journal must do.
        return
    words, spoken = _words(owed.body)
    key = "delivery.alert.unrecorded" if arrived else "delivery.alert.lost"
    for conversation_id, person in await scene.managers():
        await scene.tell(
            conversation_id,
            person,
            key,
            priority=Priority.staff,
            subject={"kind": ALERT},
            row=owed.id,
            where=await _where(scene, owed, person.language),
            words=words or scene.say(person.language, "delivery.alert.no_words"),
        )
    if arrived:
        return
    if subject.get("kind") == "relay":
        await desk.not_delivered(scene, subject, "set_aside")
    elif spoken and owed.chat_kind == "private" and owed.chat_id is not None:
        await _tell_customer(scene, owed, owed.chat_id)


def _words(body: str) -> tuple[str, bool]:
    """The beginning of what is lost, masked where it reaches a person; and whether it was something said."""
    try:
        what = decode_operation(body)
    except msgspec.MsgspecError:
        return "", True
    text = what.text if isinstance(what, SendText | Edit) else getattr(what, "caption", "") or ""
    masked = shortened(without_numbers(straight(str(text))[0]), EXCERPT)
    return masked, isinstance(what, SendText | SendFile)


async def _where(scene: Scene, owed: Owed, language: str) -> str:
    chat = await scene.session.get(Chat, owed.chat_id) if owed.chat_id is not None else None
    if chat is not None and chat.kind == "group":
        return scene.say(language, "delivery.alert.in_group", title=chat.title)
    return scene.say(language, "delivery.alert.in_private")


async def _tell_customer(scene: Scene, owed: Owed, chat_id: int) -> None:
    chat = await scene.session.get_one(Chat, chat_id)
    staff = await scene.session.scalar(
        select(Staff.id)
        .join(Identity, Identity.person_id == Staff.person_id)
        .where(
            Identity.account_id == chat.account_id,
            Identity.external_id == chat.external_id,
            Staff.left_at.is_(None),
        )
    )
    if staff is not None or chat.unreachable is not None:
        return
    language = await language_of(scene, chat.id) or scene.house.default_language
    scene.effects.owe(
        SendText(scene.say(language, "delivery.lost")),
        account_id=chat.account_id,
        chat_id=chat.id,
        thread=owed.thread,
        subject={"kind": ALERT},
    )
