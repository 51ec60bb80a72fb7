"""Pinning messages and taking the pins out."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.messages import service, without_reply
from bot.sandbox.methods.request import Handler, Request


def pin(request: Request) -> bool:
    """Pin a message on top of the others."""
    chat = _pinnable(request)
    message = chat.messages.get(request.params["message_id"])
    if message is None:
        raise bad("message to pin not found")
    chat.pinned = [number for number in chat.pinned if number != message["message_id"]] + [
        message["message_id"]
    ]
    service(
        request.state,
        chat,
        request.bot,
        {"pinned_message": without_reply(message)},
        thread=message.get("message_thread_id"),
    )
    request.state.hub.publish("pinned", {"chat": chat.id, "message_ids": chat.pinned})
    return True


def unpin(request: Request) -> bool:
    """Unpin one message, the latest if none is named."""
    chat = _pinnable(request)
    message_id = request.params.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(message_id)
    request.state.hub.publish("pinned", {"chat": chat.id, "message_ids": chat.pinned})
    return True


def unpin_all(request: Request) -> bool:
    """Unpin everything."""
    chat = _pinnable(request)
    chat.pinned = []
    request.state.hub.publish("pinned", {"chat": chat.id, "message_ids": []})
    return True


def _pinnable(request: Request) -> Chat:
    chat = request.chat()
    request.require(chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    return chat


HANDLERS: dict[str, Handler] = {
    "pinchatmessage": pin,
    "unpinchatmessage": unpin,
    "unpinallchatmessages": unpin_all,
}
