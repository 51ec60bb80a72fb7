"""Forwarding and copying, one message or many."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.messages import KINDS, content_of
from bot.sandbox.methods.posting import Target, aim, caption_fields, put
from bot.sandbox.methods.request import Handler, Request


def forward_message(request: Request) -> dict[str, Any]:
    """Forward one message."""
    source = _source(request)
    message = _message(request, source, request.params["message_id"], "forward")
    target = _paid(request, 1)
    return put(request, target, _forwarded(message))


def forward_messages(request: Request) -> list[dict[str, int]]:
    """Forward up to a hundred; those that can't be found are left out."""
    messages = _messages(request, "forward")
    target = _paid(request, len(messages))
    return _put_all(request, target, [(message, _forwarded(message)) for message in messages])


def copy_message(request: Request) -> dict[str, int]:
    """Copy one message, with another caption if one is given."""
    source = _source(request)
    message = _message(request, source, request.params["message_id"], "copy")
    fields = content_of(message)
    if "caption" in request.params and "text" not in fields:
        fields = _without_caption(fields) | caption_fields(request.params)
    target = _paid(request, 1)
    return {"message_id": put(request, target, fields)["message_id"]}


def copy_messages(request: Request) -> list[dict[str, int]]:
    """Copy up to a hundred; those that can't be found are left out."""
    messages = _messages(request, "copy")
    contents = [content_of(message) for message in messages]
    if request.params.get("remove_caption"):
        contents = [_without_caption(fields) for fields in contents]
    target = _paid(request, len(messages))
    return _put_all(request, target, list(zip(messages, contents, strict=True)))


def _source(request: Request) -> Chat:
    return request.chat("from_chat_id")


def _paid(request: Request, amount: int) -> Target:
    target = aim(request)
    request.state.limits.spend(request.bot.id, target.chat.id, amount)
    return target


def _message(request: Request, source: Chat, message_id: int, verb: str) -> dict[str, Any]:
    message = source.messages.get(message_id)
    if message is None:
        raise bad(f"message to {verb} not found")
    if not KINDS.intersection(message) or message.get("has_protected_content"):
        raise bad("message can't be forwarded" if verb == "forward" else "message can't be copied")
    return message


def _messages(request: Request, verb: str) -> list[dict[str, Any]]:
    wanted = request.params["message_ids"]
    if not 1 <= len(wanted) <= 100:
        raise bad("message_ids must have between 1 and 100 items")
    if wanted != sorted(set(wanted)):
        raise bad("message identifiers must be in a strictly increasing order")
    source = _source(request)
    found = [source.messages[number] for number in wanted if number in source.messages]
    found = [message for message in found if KINDS.intersection(message)]
    if not found:
        raise bad(f"there are no messages to {verb}")
    return found


def _put_all(
    request: Request, target: Target, pairs: list[tuple[dict[str, Any], dict[str, Any]]]
) -> list[dict[str, int]]:
    """Send one after another; what was an album stays one, under a new id."""
    albums: dict[str, str] = {}
    sent = []
    for message, fields in pairs:
        old = message.get("media_group_id")
        if old is not None:
            fields = fields | {
                "media_group_id": albums.setdefault(old, f"{target.chat.next_message_id}{old[-9:]}")
            }
        sent.append({"message_id": put(request, target, fields)["message_id"]})
    return sent


def _forwarded(message: dict[str, Any]) -> dict[str, Any]:
    origin = message.get("forward_origin") or {
        "type": "user",
        "sender_user": message["from"],
        "date": message["date"],
    }
    return {"forward_origin": origin} | content_of(message)


def _without_caption(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if "caption" not in key}


HANDLERS: dict[str, Handler] = {
    "forwardmessage": forward_message,
    "forwardmessages": forward_messages,
    "copymessage": copy_message,
    "copymessages": copy_messages,
}
