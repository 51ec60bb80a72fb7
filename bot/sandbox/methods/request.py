"""One request: who asks, with which parameters, and the chat it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.accounts import BotAccount
from bot.sandbox.chats import Chat, Member, Topic
from bot.sandbox.errors import Refused, bad, forbidden
from bot.sandbox.state import State


@dataclass(slots=True)
class Request:
    """A checked request of a bot."""

    state: State
    bot: BotAccount
    method: str
    params: dict[str, Any]

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat named by a parameter, if the bot may know it."""
        return find_chat(self.state, self.bot, self.params[name])

    def sendable_chat(self) -> Chat:
        """The chat to send to, if whoever is there still listens."""
        chat = self.chat()
        if chat.account is not None:
            if chat.account.deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
        return chat

    def group(self) -> Chat:
        """The chat, which must be a group."""
        chat = self.chat()
        if chat.private:
            raise bad("method is available only for groups and supergroups")
        return chat

    def membership(self, chat: Chat) -> Member:
        """The bot's own standing in a group."""
        return chat.members[self.bot.id]

    def require(self, chat: Chat, right: str, otherwise: str) -> None:
        """Refuse unless the bot is an administrator with this right."""
        if not chat.private and not self.membership(chat).may(right):
            raise bad(otherwise)


Handler = Callable[[Request], Any]


def find_chat(state: State, bot: BotAccount, chat_id: int | str) -> Chat:
    """A chat as this bot may see it, or Telegram's refusal."""
    if isinstance(chat_id, str):
        raise bad("chat not found")
    return _group(state, bot, chat_id) if chat_id < 0 else _private(state, bot, chat_id)


def _private(state: State, bot: BotAccount, chat_id: int) -> Chat:
    chat = state.privates.get((bot.id, chat_id))
    if chat is not None:
        return chat
    if chat_id in state.accounts:
        raise forbidden("bot can't initiate conversation with a user")
    if chat_id in state.bots:
        raise forbidden("bot can't send messages to bots")
    raise bad("chat not found")


def _group(state: State, bot: BotAccount, chat_id: int) -> Chat:
    chat = state.groups.get(chat_id)
    member = chat.members.get(bot.id) if chat is not None else None
    if chat is None or member is None:
        raise bad("chat not found")
    what = "supergroup" if chat.kind == "supergroup" else "group"
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {what} chat")
    if not member.present:
        raise forbidden(f"bot is not a member of the {what} chat")
    return chat


def open_topic(chat: Chat, thread: int, *, to_post: bool = False) -> Topic:
    """A topic that exists, or Telegram's refusal: another one for posting than for changing it."""
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad("message thread not found" if to_post else "TOPIC_ID_INVALID")
    if topic.deleted:
        raise Refused(400, f"Bad Request: {topic.refusal if to_post else 'TOPIC_DELETED'}")
    return topic
