"""A scene: what every verb works with, whether a message or the clock called for it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.effects import Effects
from handlers.house import House
from storage.account import Chat, Conversation
from storage.model import Model
from storage.outbound import Button, Buttons, Card, Operation, SendText
from storage.outbox import Priority
from storage.person import Person
from storage.staff import Staff, StaffRole
from storage.topic import Topic


class Scene:
    """One transaction: a session, the business time, the house, and what is owed because of it."""

    def __init__(
        self, session: AsyncSession, now: datetime, house: House, effects: Effects | None = None
    ) -> None:
        self.session = session
        self.now = now
        self.house = house
        self.effects = effects or Effects(now)

    def say(self, language: str, key: str, **values: object) -> str:
        """A text of the catalogue in a language."""
        return self.house.texts.say(language, key, **values)

    async def key(self, kind: type[Model]) -> int:
        """The key of a row that is about to be made, for whatever refers to it already."""
        return await self.effects.keys.take(self.session, kind)

    def action(self, kind: str, audience: str, *, once: bool = False, **args: Any) -> str:
        """Store what a button shall do and give the id it carries."""
        token = secrets.token_urlsafe(12)
        self.effects.remember(token, kind, args, audience, once=once)
        return token

    def button(self, label: str, kind: str, audience: str, *, once: bool = False, **args: Any) -> Button:
        """A button with its stored action. `audience`: person:<id>, department:<id>, managers or staff."""
        return Button(label, self.action(kind, audience, once=once, **args))

    async def owe_chat(self, conversation: Conversation, what: Operation, **options: Any) -> None:
        """Owe a conversation one operation (options as of `Effects.owe`)."""
        chat = await self.session.get_one(Chat, conversation.chat_id)
        options.setdefault("thread", conversation.thread)
        self.effects.owe(what, account_id=chat.account_id, chat_id=chat.id, **options)

    async def tell(
        self,
        conversation_id: int,
        person: Person,
        key: str,
        *,
        buttons: Buttons = (),
        priority: Priority = Priority.reply,
        subject: dict[str, Any] | None = None,
        expires_at: datetime | None = None,
        silent: bool = False,
        **values: object,
    ) -> None:
        """Say something to a person where they are reached, in their language."""
        conversation = await self.session.get_one(Conversation, conversation_id)
        what = SendText(self.say(person.language, key, **values), buttons, silent=silent)
        await self.owe_chat(conversation, what, priority=priority, subject=subject, expires_at=expires_at)

    async def managers(self) -> list[tuple[int, Person]]:
        """Every manager who can be reached in private: their conversation's id and who they are."""
        rows = await self.session.execute(
            select(Staff.conversation_id, Person)
            .join(Person, Person.id == Staff.person_id)
            .where(
                Staff.role == StaffRole.manager, Staff.left_at.is_(None), Staff.conversation_id.is_not(None)
            )
            .order_by(Staff.id)
        )
        return [(conversation_id, person) for conversation_id, person in rows if conversation_id]

    async def tell_managers(self, key: str, *, buttons: Buttons = (), **values: Any) -> int:
        """Say something to every manager who can be reached in private; how many that are."""
        told = await self.managers()
        for conversation_id, person in told:
            await self.tell(conversation_id, person, key, buttons=buttons, priority=Priority.staff, **values)
        return len(told)

    async def owe_topic(self, topic: Topic, what: Operation, **options: Any) -> None:
        """Owe a case's topic one operation; its thread is looked up when it is sent."""
        chat = await self.session.get_one(Chat, topic.chat_id)
        options.setdefault("priority", Priority.staff)
        self.effects.owe(what, account_id=chat.account_id, chat_id=chat.id, topic_id=topic.id, **options)

    async def show_card(self, topic: Topic) -> None:
        """Have the case's header card posted or brought up to date; many changes make one edit.

        Without it nobody can take the case; what it says anew can wait in a busy group.
        """
        await self.owe_topic(
            topic,
            Card(topic.case_id),
            coalesce=f"card:{topic.id}",
            priority=Priority.reply if topic.card_message is None else Priority.card,
            subject={"kind": "card", "topic": topic.id},
        )

    async def topic_of(self, case_id: int) -> Topic | None:
        """The newest topic of a case."""
        found: Topic | None = await self.session.scalar(
            select(Topic).where(Topic.case_id == case_id).order_by(Topic.id.desc()).limit(1)
        )
        return found
