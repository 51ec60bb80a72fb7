"""Editing and deleting messages, and ending polls."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.keyboards import checked_markup
from bot.sandbox.messages import MEDIA, remove, replace
from bot.sandbox.methods.media import media_fields
from bot.sandbox.methods.posting import caption_fields, text_fields
from bot.sandbox.methods.request import Handler, Request

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
DELETABLE_FOR = 48 * 3600
TEXT_KEYS = ("text", "entities", "link_preview_options")
CAPTION_KEYS = ("caption", "caption_entities", "show_caption_above_media")
MEDIA_KEYS = (*MEDIA, *CAPTION_KEYS, "has_media_spoiler")


def edit_text(request: Request) -> dict[str, Any]:
    """Give a text message another text."""
    fields = text_fields(request.params)
    chat, message = _own_message(request)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _changed(request, chat, message, TEXT_KEYS, fields)


def edit_caption(request: Request) -> dict[str, Any]:
    """Give a file another caption, or none."""
    fields = caption_fields(request.params)
    chat, message = _own_message(request)
    if not any(kind in message for kind in MEDIA):
        raise bad("there is no caption in the message to edit")
    return _changed(request, chat, message, CAPTION_KEYS, fields)


def edit_media(request: Request) -> dict[str, Any]:
    """Put another file in its place."""
    chat, message = _own_message(request)
    fields = media_fields(request, request.params["media"])
    if not any(kind in message for kind in MEDIA) and "text" not in message:
        raise bad("message can't be edited")
    return _changed(request, chat, message, (*MEDIA_KEYS, *TEXT_KEYS), fields)


def edit_markup(request: Request) -> dict[str, Any]:
    """Change or remove the buttons."""
    chat, message = _own_message(request)
    return _changed(request, chat, message, (), {})


def stop_poll(request: Request) -> dict[str, Any]:
    """Close one of the bot's polls and return it."""
    chat, message = _own_message(request)
    poll = message.get("poll")
    if poll is None:
        raise bad("message with poll to stop not found")
    if poll["is_closed"]:
        raise bad("poll has already been closed")
    closed: dict[str, Any] = poll | {"is_closed": True}
    replace(request.state, chat, message | {"poll": closed}, sender=request.bot)
    request.bot.queue.put("poll", closed, chat.key)
    return closed


def delete_message(request: Request) -> bool:
    """Delete one message."""
    chat = request.chat()
    message = chat.messages.get(request.params["message_id"])
    if message is None:
        raise bad("message to delete not found")
    if not _deletable(request, chat, message):
        raise bad("message can't be deleted for everyone")
    remove(request.state, chat, [message["message_id"]])
    return True


def delete_messages(request: Request) -> bool:
    """Delete up to a hundred; those that are gone already are left out."""
    wanted = request.params["message_ids"]
    if not 1 <= len(wanted) <= 100:
        raise bad("message_ids must have between 1 and 100 items")
    chat = request.chat()
    found = [chat.messages[number] for number in wanted if number in chat.messages]
    deletable = [message["message_id"] for message in found if _deletable(request, chat, message)]
    if found and not deletable:
        raise bad("message can't be deleted for everyone")
    remove(request.state, chat, deletable)
    return True


def _deletable(request: Request, chat: Chat, message: dict[str, Any]) -> bool:
    recent: bool = request.state.clock.unix() - message["date"] < DELETABLE_FOR
    if chat.private:
        return recent
    if request.membership(chat).may("can_delete_messages"):
        return True
    return bool(message["from"]["id"] == request.bot.id and recent)


def _own_message(request: Request) -> tuple[Chat, dict[str, Any]]:
    params = request.params
    if params.get("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    if params.get("chat_id") is None:
        raise bad("chat_id is empty")
    if params.get("message_id") is None:
        raise bad("message identifier is not specified")
    chat = request.sendable_chat()
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != request.bot.id:
        raise bad("message can't be edited")
    if "forward_origin" in message:
        raise bad("message can't be edited")
    return chat, message


def _changed(
    request: Request, chat: Chat, message: dict[str, Any], keys: tuple[str, ...], fields: dict[str, Any]
) -> dict[str, Any]:
    """The message with new content; an edit without buttons takes the inline buttons away."""
    markup = checked_markup(request.params.get("reply_markup"), private=chat.private, inline_only=True)
    if message["message_id"] in chat.keyboards:
        raise bad("message can't be edited")
    after = {
        key: value for key, value in message.items() if key not in keys and key != "reply_markup"
    } | fields
    if markup is not None:
        after["reply_markup"] = markup
    if after == message:
        raise bad(SAME)
    request.state.limits.spend(request.bot.id, chat.id)
    after["edit_date"] = request.state.clock.unix()
    replace(request.state, chat, after, sender=request.bot)
    return after


HANDLERS: dict[str, Handler] = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagemedia": edit_media,
    "editmessagereplymarkup": edit_markup,
    "stoppoll": stop_poll,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
}
