"""Finding the chat somebody means, as people name it: a group by its id, a private chat by its bot."""

from __future__ import annotations

from typing import Any

from bot.sandbox.accounts import Account, BotAccount
from bot.sandbox.chats import Chat, Topic
from bot.sandbox.clock import Clock
from bot.sandbox.errors import Misuse
from bot.sandbox.state import State

Ref = int | str


class Places:
    """What all parts of the world share: its state, and how chats are named."""

    def __init__(self, state: State) -> None:
        self.state = state

    @property
    def clock(self) -> Clock:
        """The business clock."""
        return self.state.clock

    def _group(self, chat: Any) -> Chat:
        found = self.state.groups.get(_number(chat))
        if found is None:
            raise Misuse(f"there is no group {chat!r}; look at /control/chats")
        if found.migrated_to is not None:
            raise Misuse(f"group {chat} has become the supergroup {found.migrated_to}")
        return found

    def _private(self, account: Account, bot: Any = None) -> Chat:
        """The person's chat with a bot, opened if they never wrote to it."""
        found = self.state.the_bot(bot)
        chat = self.state.privates.get((found.id, account.id))
        if chat is None:
            chat = Chat(account.id, "private", bot=found, account=account)
            self.state.privates[found.id, account.id] = chat
            self.state.hub.publish("chat", {"chat": chat.id, "bot": found.id, "type": "private"})
        return chat

    def _place(self, account: Account, chat: Any = None, bot: Any = None) -> Chat:
        """The chat a person means: a group they are in, or their private chat with a bot."""
        if isinstance(chat, str) and chat.lstrip("-").isdigit():
            chat = int(chat)
        if isinstance(chat, int) and chat < 0:
            group = self._group(chat)
            member = group.members.get(account.id)
            if member is None or not member.present:
                raise Misuse(f"{account.name} ({account.id}) is not in group {chat}; let them join first")
            return group
        if chat is None or chat == account.id:
            return self._private(account, bot)
        if self.state.find_bot(chat) is None:
            raise Misuse(
                f"{chat!r} is no chat of {account.name}: give a group's id, or a bot for the private chat"
            )
        return self._private(account, chat)

    def _room(self, chat: Any, bot: Any = None) -> Chat:
        """A chat by its id alone, as an operator names it."""
        number = _number(chat)
        if number < 0:
            found = self.state.groups.get(number)
            if found is None:
                raise Misuse(f"there is no group {chat!r}; look at /control/chats")
            return found
        return self._private(self.state.the_account(chat), bot)

    def _topic(self, chat: Chat, thread: Any) -> Topic:
        topic = chat.topics.get(_number(thread))
        if topic is None:
            raise Misuse(f"group {chat.id} has no topic {thread}; it has {sorted(chat.topics) or 'none'}")
        return topic

    def _who(self, who: Any) -> Account | BotAccount:
        """A person or a bot, however named."""
        found = self.state.find_bot(who)
        return found if found is not None else self.state.the_account(who)

    def _actor(self, chat: Chat, by: Any) -> Account | BotAccount:
        """Who did it: the one named, else the owner of the group."""
        if by is not None:
            return self._who(by)
        owner = next((member.who for member in chat.members.values() if member.status == "creator"), None)
        if owner is None:
            raise Misuse(f"group {chat.id} has no owner: say who does this with 'by'")
        return owner


def _number(given: Any) -> int:
    """A number given as such or in words of a query; 0 for anything else."""
    try:
        return int(given)
    except (TypeError, ValueError):
        return 0
