"""Reading a chat and its members."""

from __future__ import annotations

from typing import Any

from bot.sandbox.accounts import BotAccount
from bot.sandbox.errors import bad
from bot.sandbox.messages import without_reply
from bot.sandbox.methods.request import Handler, Request

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(request: Request) -> dict[str, Any]:
    """Everything about a chat."""
    chat = request.chat()
    full: dict[str, Any] = chat.brief | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if not chat.private:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True)
        if chat.invite_link:
            full["invite_link"] = chat.invite_link
    if chat.pinned:
        full["pinned_message"] = without_reply(chat.messages[chat.pinned[-1]])
    return full


def get_member(request: Request) -> dict[str, Any]:
    """One member, "left" for a known person who never was one."""
    chat, user_id = request.chat(), request.params["user_id"]
    member = chat.members.get(user_id)
    if member is not None:
        return member.shape()
    who = request.state.accounts.get(user_id) or request.state.bots.get(user_id)
    if who is None:
        raise bad("user not found")
    in_private = chat.private and (who is chat.account or who is chat.bot)
    return {"user": who.user, "status": "member" if in_private else "left"}


def get_administrators(request: Request) -> list[dict[str, Any]]:
    """The owner and the administrators; other bots only when asked for."""
    chat = request.chat()
    if chat.private:
        raise bad("there are no administrators in the private chat")
    bots = request.params.get("return_bots", False)
    return [
        member.shape()
        for member in chat.members.values()
        if member.status in ("creator", "administrator")
        and (bots or member.who is request.bot or not isinstance(member.who, BotAccount))
    ]


def count_members(request: Request) -> int:
    """How many are in the chat."""
    chat = request.chat()
    return 2 if chat.private else len(chat.present())


HANDLERS: dict[str, Handler] = {
    "getchat": get_chat,
    "getchatmember": get_member,
    "getchatadministrators": get_administrators,
    "getchatmembercount": count_members,
}
