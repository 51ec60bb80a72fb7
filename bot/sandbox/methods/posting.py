"""What all sending methods share: where to, in reply to what, with which buttons, how fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.entities import formatted, utf16_length
from bot.sandbox.errors import bad
from bot.sandbox.keyboards import checked_markup
from bot.sandbox.messages import compose, deliver
from bot.sandbox.methods.request import Request, find_chat, open_topic
from bot.sandbox.quotes import quote_of

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024


@dataclass(slots=True)
class Target:
    """Where a message goes."""

    chat: Chat
    thread: int | None
    reply_to: dict[str, Any] | None
    extra: dict[str, Any]
    keyboard: dict[str, Any] | None = None


def aim(request: Request) -> Target:
    """Check everything about where the message goes."""
    params = request.params
    if params.get("business_connection_id"):
        raise bad("business connection not found")
    chat = request.sendable_chat()
    extra: dict[str, Any] = {}
    markup = checked_markup(params.get("reply_markup"), private=chat.private)
    inline = markup is not None and "inline_keyboard" in markup
    if inline:
        extra["reply_markup"] = markup
    if params.get("protect_content"):
        extra["has_protected_content"] = True
    if params.get("message_effect_id"):
        if not chat.private:
            raise bad("message effects can be used only in private chats")
        extra["effect_id"] = params["message_effect_id"]
    reply_to = _replied(request, chat, extra)
    thread = params.get("message_thread_id")
    if thread is None and reply_to is not None and chat.forum and "external_reply" not in extra:
        thread = reply_to.get("message_thread_id")
    _check_thread(request, chat, thread)
    if "external_reply" in extra:
        reply_to = None
    return Target(chat, thread, reply_to, extra, None if inline else markup)


def _check_thread(request: Request, chat: Chat, thread: int | None) -> None:
    manages = not chat.private and request.membership(chat).may("can_manage_topics")
    if thread is None:
        if chat.forum and chat.general_closed and not manages:
            raise bad("TOPIC_CLOSED")
        return
    if not chat.forum:
        raise bad("message thread not found")
    if open_topic(chat, thread, to_post=True).closed and not manages:
        raise bad("TOPIC_CLOSED")


def _replied(request: Request, chat: Chat, extra: dict[str, Any]) -> dict[str, Any] | None:
    wanted = request.params.get("reply_parameters")
    if not wanted:
        return None
    message_id = wanted["message_id"]
    source = chat
    if wanted.get("chat_id", chat.id) != chat.id:
        source = find_chat(request.state, request.bot, wanted["chat_id"])
    replied = source.messages.get(message_id)
    if replied is None:
        if wanted.get("allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")
    if source is not chat:
        origin = {"type": "user", "sender_user": replied["from"], "date": replied["date"]}
        extra["external_reply"] = {"origin": origin, "chat": source.brief, "message_id": message_id}
    if wanted.get("quote"):
        extra["quote"] = quote_of(replied, wanted)
    return replied


def post(request: Request, fields: dict[str, Any]) -> dict[str, Any]:
    """Send one message and return it."""
    target = aim(request)
    request.state.limits.spend(request.bot.id, target.chat.id)
    return put(request, target, fields)


def put(request: Request, target: Target, fields: dict[str, Any]) -> dict[str, Any]:
    """Send one message to a target that has been checked and paid for."""
    message = compose(
        request.state,
        target.chat,
        request.bot.user,
        fields | target.extra,
        thread=target.thread,
        reply_to=target.reply_to,
    )
    if target.keyboard is not None:
        target.chat.keyboards[message["message_id"]] = target.keyboard
    deliver(request.state, target.chat, message, sender=request.bot)
    return message


def text_fields(params: dict[str, Any]) -> dict[str, Any]:
    """Text with entities, between 1 and 4096 units long."""
    text, entities = formatted(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad("message text is empty")
    if utf16_length(text) > TEXT_LENGTH:
        raise bad("message is too long")
    fields: dict[str, Any] = {"text": text}
    if entities:
        fields["entities"] = entities
    if params.get("link_preview_options"):
        fields["link_preview_options"] = params["link_preview_options"]
    return fields


def caption_fields(params: dict[str, Any]) -> dict[str, Any]:
    """A caption with entities, at most 1024 units long."""
    if not params.get("caption"):
        return {}
    text, entities = formatted(params["caption"], params.get("parse_mode"), params.get("caption_entities"))
    if utf16_length(text) > CAPTION_LENGTH:
        raise bad("message caption is too long")
    fields: dict[str, Any] = {"caption": text} if text else {}
    if entities:
        fields["caption_entities"] = entities
    if params.get("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return fields
