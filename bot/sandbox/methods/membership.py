"""Leaving, banning, and links that invite."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.members import set_member
from bot.sandbox.methods.request import Handler, Request


def leave(request: Request) -> bool:
    """Go."""
    chat = request.group()
    set_member(request.state, chat, request.bot, request.bot, "left")
    return True


def ban(request: Request) -> bool:
    """Throw somebody out."""
    chat = request.group()
    request.require(chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    who = request.state.accounts.get(request.params["user_id"])
    if who is None:
        raise bad("user not found")
    member = chat.members.get(who.id)
    if member is not None and member.status in ("creator", "administrator"):
        raise bad("user is an administrator of the chat")
    set_member(request.state, chat, who, request.bot, "kicked")
    return True


def unban(request: Request) -> bool:
    """Let somebody come back."""
    chat = request.group()
    request.require(chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    member = chat.members.get(request.params["user_id"])
    if member is not None and member.status == "kicked":
        set_member(request.state, chat, member.who, request.bot, "left")
    return True


def create_invite(request: Request) -> dict[str, Any]:
    """One more link into the chat."""
    chat = _inviting(request)
    params = request.params
    link: dict[str, Any] = {
        "invite_link": _link(request),
        "creator": request.bot.user,
        "creates_join_request": params.get("creates_join_request", False),
        "is_primary": False,
        "is_revoked": False,
    }
    chat.invite_link = chat.invite_link or link["invite_link"]
    return link | {key: params[key] for key in ("name", "expire_date", "member_limit") if key in params}


def export_invite(request: Request) -> str:
    """A new primary link; the former one no longer works."""
    chat = _inviting(request)
    chat.invite_link = _link(request)
    return chat.invite_link


def _inviting(request: Request) -> Chat:
    chat = request.group()
    request.require(chat, "can_invite_users", "not enough rights to manage chat invite link")
    return chat


def _link(request: Request) -> str:
    return f"https://t.me/+{request.state.random.getrandbits(80):020x}"


HANDLERS: dict[str, Handler] = {
    "leavechat": leave,
    "banchatmember": ban,
    "unbanchatmember": unban,
    "createchatinvitelink": create_invite,
    "exportchatinvitelink": export_invite,
}
