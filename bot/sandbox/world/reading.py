"""Reading back: chats, accounts, messages, what bots asked, answers to presses, files."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.errors import Misuse
from bot.sandbox.media import StoredFile
from bot.sandbox.messages import as_shown
from bot.sandbox.topics import topic_reading
from bot.sandbox.world.place import Places, Ref

GENERAL = 1


class Reading(Places):
    """What can be seen."""

    def accounts(self) -> list[dict[str, Any]]:
        """Everyone, with phone and whether the account is deactivated."""
        return [
            account.user | {"phone": account.phone, "deactivated": account.deactivated}
            for account in self.state.accounts.values()
        ]

    def bots(self) -> list[dict[str, Any]]:
        """Every bot, with how many updates wait for it."""
        return [
            bot.user | {"privacy": bot.privacy, "pending": len(bot.queue.pending)}
            for bot in self.state.bots.values()
        ]

    def chats(self) -> list[dict[str, Any]]:
        """Every chat with its members and topics."""
        everywhere = [*self.state.privates.values(), *self.state.groups.values()]
        return [_chat_reading(chat) for chat in everywhere]

    def topics(self, chat: Ref) -> list[dict[str, Any]]:
        """The topics of a group, deleted ones too."""
        return [topic_reading(topic) for topic in self._room(chat).topics.values()]

    def messages(
        self, chat: Ref, thread: int | None = None, bot: Ref | None = None, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The messages of a chat, oldest first; of one topic with `thread`, of General with 1."""
        room = self._room(chat, bot)
        found = [as_shown(room, message) for message in room.messages.values()]
        if thread is not None:
            wanted = None if thread == GENERAL else thread
            found = [message for message in found if message.get("message_thread_id") == wanted]
        return found[-limit:] if limit else found

    def message(self, chat: Ref, message_id: int, bot: Ref | None = None) -> dict[str, Any] | None:
        """One message as it is now, None when it is gone."""
        room = self._room(chat, bot)
        message = room.messages.get(message_id)
        return as_shown(room, message) if message is not None else None

    def reactions(
        self, chat: Ref, message_id: int, bot: Ref | None = None
    ) -> dict[str, list[dict[str, Any]]]:
        """Who reacted to a message, and how."""
        found = self._room(chat, bot).reactions.get(message_id, {})
        return {str(who): shown for who, shown in found.items() if shown}

    def calls(
        self,
        method: str | None = None,
        since: int = 0,
        bot: Ref | None = None,
        chat: int | None = None,
        limit: int | None = None,
    ) -> list[dict[str, Any]]:
        """What bots asked for, oldest first: of one method, after a call's number, about a chat."""
        number = self.state.the_bot(bot).id if bot is not None else None
        found = [
            call.reading()
            for call in self.state.calls
            if call.number > since
            and (method is None or call.method.lower() == method.lower())
            and number in (None, call.bot)
            and (chat is None or str(call.params.get("chat_id")) == str(chat))
        ]
        return found[-limit:] if limit else found

    def forget_calls(self) -> bool:
        """Forget the calls so far."""
        self.state.calls.clear()
        return True

    def callback(self, id: str) -> dict[str, Any]:
        """A press and its answer, None while there is none."""
        callback = self.state.callbacks.get(id)
        if callback is None:
            raise Misuse(f"there is no press {id!r}")
        return {
            "id": callback.id,
            "chat": callback.chat,
            "message_id": callback.message_id,
            "user": callback.user,
            "data": callback.data,
            "answer": callback.answer,
        }

    def faults(self) -> list[dict[str, Any]]:
        """The faults in force."""
        return [rule.reading() for rule in self.state.faults.rules]

    def pending(self, bot: Ref | None = None) -> list[dict[str, Any]]:
        """The updates a bot has not confirmed yet."""
        queue = self.state.the_bot(bot).queue
        queue.drop_expired()
        return [json.loads(update.body) for update in queue.pending.values()]

    def file(self, file_id: str) -> StoredFile:
        """A file's content with its name and type."""
        file = self.state.files.get(file_id)
        if file is None:
            raise Misuse(f"there is no file {file_id!r}")
        return file


def _chat_reading(chat: Chat) -> dict[str, Any]:
    reading: dict[str, Any] = chat.brief | {"messages": len(chat.messages)}
    if chat.bot is not None:
        return reading | {"bot": chat.bot.id, "blocked": chat.blocked}
    reading["members"] = [
        {"user": member.who.user, "status": member.status, "rights": sorted(member.rights)}
        for member in chat.members.values()
    ]
    reading["topics"] = [topic_reading(topic) for topic in chat.topics.values()]
    reading["general_closed"] = chat.general_closed
    reading["migrated_to"] = chat.migrated_to
    return reading
