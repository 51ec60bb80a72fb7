"""A turn: one message, press or reaction, who sent it and where, and how to answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.effects import Effects
from handlers.house import House
from handlers.scene import Scene
from storage.account import Account, Chat, Conversation
from storage.draft import Draft
from storage.inbound import Inbound, Message, Press
from storage.outbound import AnswerPress, Button, Buttons, Delete, Edit, React, SendText
from storage.outbox import Priority
from storage.person import Customer, Person
from storage.staff import DepartmentMember, Staff, StaffRole


class Turn(Scene):
    """Everything a handler needs for one inbound. `person` is None only where nobody sent it."""

    def __init__(
        self,
        session: AsyncSession,
        now: datetime,
        house: House,
        *,
        inbound: Inbound,
        account: Account,
        chat: Chat,
        conversation: Conversation,
        person: Person | None,
        staff: Staff | None = None,
        draft: Draft | None = None,
        first_contact: bool = False,
        effects: Effects | None = None,
    ) -> None:
        super().__init__(session, now, house, effects)
        self.inbound = inbound
        self.account = account
        self.chat = chat
        self.conversation = conversation
        self._person = person
        self.staff = staff if staff is None or staff.left_at is None else None
        self.draft = draft
        self.first_contact = first_contact
        self.answered = False

    @property
    def person(self) -> Person:
        """Who sent it. Raises LookupError where nobody did (check `has_person` in groups)."""
        if self._person is None:
            raise LookupError("this inbound has no sender")
        return self._person

    @property
    def has_person(self) -> bool:
        """Whether somebody we can name sent it."""
        return self._person is not None

    @property
    def language(self) -> str:
        """The language to speak here: the sender's."""
        return self._person.language if self._person else self.house.default_language

    @property
    def private(self) -> bool:
        """Whether this is a private chat with the bot."""
        return self.chat.kind == "private"

    @property
    def message(self) -> Message | None:
        """The message, if it is one."""
        return self.inbound.what if isinstance(self.inbound.what, Message) else None

    @property
    def press(self) -> Press | None:
        """The press of a button, if it is one."""
        return self.inbound.what if isinstance(self.inbound.what, Press) else None

    @property
    def text(self) -> str:
        """The words of the message, or nothing."""
        return self.message.text.strip() if self.message else ""

    @property
    def me(self) -> str:
        """The audience for buttons that only this person may press."""
        return f"person:{self.person.id}"

    @property
    def is_manager(self) -> bool:
        """Whether the sender is a manager in service."""
        return self.staff is not None and self.staff.role is StaffRole.manager

    def text_of(self, key: str, **values: object) -> str:
        """A text in the sender's language."""
        return self.say(self.language, key, **values)

    def reply(
        self,
        key: str,
        *,
        buttons: Buttons = (),
        contact_button: str | None = None,
        remove_keyboard: bool = False,
        subject: dict[str, Any] | None = None,
        **values: object,
    ) -> None:
        """Say a text of the catalogue here."""
        self.send(
            SendText(
                self.text_of(key, **values),
                buttons,
                contact_button=contact_button,
                remove_keyboard=remove_keyboard,
            ),
            subject=subject,
        )

    def send(self, what: SendText | React | Edit | Delete, *, subject: dict[str, Any] | None = None) -> None:
        """Owe this conversation an operation."""
        self.effects.owe(
            what,
            account_id=self.account.id,
            chat_id=self.chat.id,
            thread=self.conversation.thread,
            priority=Priority.reply if self.private else Priority.staff,
            subject=subject,
        )

    def choice(self, label_key: str, kind: str, *, once: bool = False, **args: Any) -> Button:
        """A button for the sender alone, labelled from the catalogue."""
        return self.button(self.text_of(label_key), kind, self.me, once=once, **args)

    def go(self, name: str) -> Button:
        """A menu button: the same as typing its word. Its label is `menu.<name>`."""
        return Button(self.text_of(f"menu.{name}"), f"go:{name}")

    def answer(self, key: str | None = None, *, alert: bool = False, **values: object) -> None:
        """Answer the press, at most once: with words, or by letting the button rest."""
        if self.press is None or self.answered:
            return
        self.answered = True
        self.effects.owe(
            AnswerPress(self.press.query, self.text_of(key, **values) if key else "", alert),
            account_id=self.account.id,
            priority=Priority.press,
        )

    def record(self, verb: str, *, case_id: int | None = None, **facts: Any) -> None:
        """Add an event by the sender."""
        kind = "staff" if self.staff is not None and not self.private else "customer"
        actor = self._person.id if self._person else None
        self.effects.record(verb, actor_kind=kind, actor_id=actor, case_id=case_id, person_id=actor, **facts)

    async def in_private(self) -> Turn | None:
        """The same, as if it had been said in the sender's private chat; None for who has none as staff."""
        if self.staff is None or self.staff.conversation_id is None:
            return None
        conversation = await self.session.get_one(Conversation, self.staff.conversation_id)
        return Turn(
            self.session,
            self.now,
            self.house,
            inbound=self.inbound,
            account=self.account,
            chat=await self.session.get_one(Chat, conversation.chat_id),
            conversation=conversation,
            person=self._person,
            staff=self.staff,
            effects=self.effects,
        )

    async def customer(self) -> Customer:
        """The sender's customer file."""
        found = await self.session.scalar(select(Customer).where(Customer.person_id == self.person.id))
        if found is None:
            found = Customer(
                person_id=self.person.id, conversation_id=self.conversation.id, joined_at=self.now
            )
            self.session.add(found)
            await self.session.flush()
        return found

    async def serves(self, department_id: int) -> bool:
        """Whether the sender may act for a department: its members, and managers."""
        if self.staff is None:
            return False
        if self.staff.role is StaffRole.manager:
            return True
        member = await self.session.scalar(
            select(DepartmentMember.id).where(
                DepartmentMember.department_id == department_id, DepartmentMember.staff_id == self.staff.id
            )
        )
        return member is not None
