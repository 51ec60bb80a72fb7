"""Saying something to one agent alone: in private, or beside their message if they have no such chat."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.outbound import Button, SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Staff

EXCERPT = 200


async def reach_in_private(scene: Scene, person_id: int) -> Conversation | None:
    """An agent's private chat with the bot, if they ever opened it and have not shut it."""
    staff = await scene.session.scalar(
        select(Staff).where(Staff.person_id == person_id, Staff.left_at.is_(None))
    )
    if staff is None or staff.conversation_id is None:
        return None
    conversation = await scene.session.get_one(Conversation, staff.conversation_id)
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    return conversation if chat.unreachable is None else None


async def tell_writer(
    scene: Scene,
    person_id: int,
    place: Conversation,
    message: str,
    key: str,
    *,
    buttons: Iterable[Button] = (),
    **values: object,
) -> None:
    """Say `key` in private; else `key_here` in the topic, which never quotes what was written."""
    person = await scene.session.get_one(Person, person_id)
    private = await reach_in_private(scene, person_id)
    row = tuple(buttons)
    if private is not None:
        what = SendText(scene.say(person.language, key, **values), (row,) if row else ())
        await scene.owe_chat(private, what, priority=Priority.staff)
        return
    text = scene.say(scene.house.default_language, f"{key}_here", **values)
    here = SendText(text, (row,) if row else (), reply_to=message, silent=True)
    await scene.owe_chat(place, here, priority=Priority.staff)


async def language_to(scene: Scene, person_id: int) -> str:
    """The language in which they will read it."""
    if await reach_in_private(scene, person_id) is None:
        return scene.house.default_language
    return (await scene.session.get_one(Person, person_id)).language
