"""How someone's standing in a chat changes, and which bots hear of it."""

from __future__ import annotations

from typing import Any

from bot.sandbox.accounts import Account, BotAccount
from bot.sandbox.chats import Chat, Member
from bot.sandbox.messages import service
from bot.sandbox.state import State


def set_member(
    state: State,
    chat: Chat,
    who: Account | BotAccount,
    by: Account | BotAccount,
    status: str,
    rights: frozenset[str] = frozenset(),
) -> None:
    """Change a membership, with its service message and the my_chat_member / chat_member updates."""
    old = chat.members.get(who.id)
    before = old.shape() if old is not None else {"user": who.user, "status": "left"}
    was_present = old is not None and old.present
    member = Member(who, status, rights)
    chat.members[who.id] = member
    if member.present and not was_present:
        service(state, chat, by, {"new_chat_members": [who.user]})
    tell_bots(state, chat, who, by, before, member.shape())
    if was_present and not member.present:
        service(state, chat, by, {"left_chat_member": who.user})
    state.hub.publish("member", {"chat": chat.id, "user": who.id, "status": status})


def tell_bots(
    state: State,
    chat: Chat,
    who: Account | BotAccount,
    by: Account | BotAccount,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    """my_chat_member to the bot concerned, chat_member to administrator bots that asked for it."""
    change = {
        "chat": chat.brief,
        "from": by.user,
        "date": state.clock.unix(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    if isinstance(who, BotAccount):
        who.queue.put("my_chat_member", change, chat.key)
    for member in chat.members.values():
        bot = member.who
        if isinstance(bot, BotAccount) and bot is not who and member.status == "administrator":
            bot.queue.put("chat_member", change, chat.key)


def set_blocked(state: State, chat: Chat, account: Account, *, blocked: bool) -> None:
    """A person blocks or unblocks the bot of a private chat."""
    bot = chat.bot
    if bot is None or chat.blocked is blocked:
        return
    chat.blocked = blocked
    shapes = [{"user": bot.user, "status": "member"}, {"user": bot.user, "status": "kicked", "until_date": 0}]
    before, after = shapes if blocked else reversed(shapes)
    change = {
        "chat": chat.brief,
        "from": account.user,
        "date": state.clock.unix(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    bot.queue.put("my_chat_member", change, chat.key)
    state.hub.publish("blocked", {"chat": chat.id, "bot": bot.id, "blocked": blocked})
