"""What a change causes beside its own rows: messages owed, buttons and events, written together with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.fitting import fitting
from storage.action import ACTIONS
from storage.conflicts import insert_owed
from storage.event import EVENTS
from storage.keys import Keys
from storage.outbound import AnswerPress, Operation, encode_operation
from storage.outbox import Priority

ACTION_LIFE = timedelta(days=90)

_INSERT_ACTIONS = insert(ACTIONS)
_INSERT_EVENTS = insert(EVENTS)


class Effects:
    """Collects rows for the outbox and the record; `write` adds them to the running transaction."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.owed: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.actions: list[dict[str, Any]] = []
        self.keys = Keys()

    def owe(
        self,
        what: Operation,
        *,
        account_id: int,
        chat_id: int | None = None,
        thread: str | None = None,
        topic_id: int | None = None,
        priority: Priority = Priority.reply,
        subject: dict[str, Any] | None = None,
        coalesce: str | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """Owe a chat one operation. With `coalesce`, a waiting row of the same key is given the new content.

        A text too long for one message is owed as several, one after another.
        """
        if chat_id is None and not isinstance(what, AnswerPress):
            raise ValueError("only the answer to a press goes to no chat")
        for place, part in enumerate(fitting(what)):
            self.owed.append(
                {
                    "account_id": account_id,
                    "chat_id": chat_id,
                    "thread": thread or None,
                    "topic_id": topic_id,
                    "priority": int(priority),
                    "body": encode_operation(part),
                    "subject": subject,
                    "coalesce_key": f"{coalesce}:{place}" if coalesce and place else coalesce,
                    "state": "waiting",
                    "attempts": 0,
                    "expires_at": expires_at,
                    "created_at": self.now,
                }
            )

    def record(
        self,
        verb: str,
        *,
        actor_kind: str,
        actor_id: int | None = None,
        case_id: int | None = None,
        person_id: int | None = None,
        **facts: int | float | str | bool | None,
    ) -> None:
        """Add an event. Facts are ids, codes and numbers: never text, names or phones."""
        self.events.append(
            {
                "at": self.now,
                "verb": verb,
                "actor_kind": actor_kind,
                "actor_id": actor_id,
                "case_id": case_id,
                "person_id": person_id,
                "facts": facts,
                "v": 1,
            }
        )

    def remember(self, token: str, kind: str, args: dict[str, Any], audience: str, *, once: bool) -> None:
        """Keep what a button does. It can be pressed once this is committed, and for `ACTION_LIFE`."""
        self.actions.append(
            {
                "token": token,
                "kind": kind,
                "args": args,
                "audience": audience,
                "once": once,
                "created_at": self.now,
                "expires_at": self.now + ACTION_LIFE,
            }
        )

    async def write(self, session: AsyncSession) -> None:
        """Write everything collected, in few statements. The order of owing is the order of sending."""
        if self.owed:
            await insert_owed(session, self.owed)
        if self.actions:
            await session.execute(_INSERT_ACTIONS, self.actions)
        if self.events:
            await session.execute(_INSERT_EVENTS, self.events)
        self.owed, self.actions, self.events = [], [], []
