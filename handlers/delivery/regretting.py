"""When we could not handle a message: its sender hears so, and that it is kept."""

from __future__ import annotations

from sqlalchemy import select

from handlers.scene import Scene
from storage.account import Chat, Conversation
from storage.outbound import SendText
from storage.person import Customer, Person


async def regret(scene: Scene, conversation_id: int, app_language: str | None) -> None:
    """Tell a customer, in private, that their message reached us but could not be handled yet.

    `app_language` is spoken with somebody whose very first message failed: they have no file yet.
    """
    conversation = await scene.session.get_one(Conversation, conversation_id)
    chat = await scene.session.get_one(Chat, conversation.chat_id)
    if chat.kind != "private":
        return
    language = await language_of(scene, chat.id)
    words = scene.say(language or app_language or scene.house.default_language, "delivery.set_aside")
    await scene.owe_chat(conversation, SendText(words))


async def language_of(scene: Scene, chat_id: int) -> str | None:
    """The language of the customer whose private chat this is; None if nobody has a file there."""
    found: str | None = await scene.session.scalar(
        select(Person.language)
        .join(Customer, Customer.person_id == Person.id)
        .join(Conversation, Conversation.id == Customer.conversation_id)
        .where(Conversation.chat_id == chat_id)
        .limit(1)
    )
    return found
