"""Forum topics."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat, Topic
from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import bad
from bot.sandbox.messages import compose, deliver, service
from bot.sandbox.methods.request import Handler, Request, open_topic
from bot.sandbox.topics import change_topic, drop_topic, publish_topic

COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
ICONS = {
    "📰": "5434144690511290129",
    "❗️": "5379748062124056162",
    "✅": "5237699328843200968",
    "💬": "5417915203100613993",
    "👀": "5357121491508928442",
    "⁉️": "5377438129928020693",
}
NAME_LENGTH = 128


def create(request: Request) -> dict[str, Any]:
    """Open a topic; its id is that of the service message it begins with."""
    params = request.params
    name = topic_name(params["name"])
    color = params.get("icon_color", COLORS[0])
    if color not in COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    _known_icon(params.get("icon_custom_emoji_id"))
    chat = forum(request)
    request.require(chat, "can_manage_topics", "not enough rights to create a topic")
    request.state.limits.spend(request.bot.id, chat.id)
    topic = Topic(0, name, color, params.get("icon_custom_emoji_id"), creator=request.bot.id)
    created = {key: value for key, value in topic.shape().items() if key != "message_thread_id"}
    message = compose(request.state, chat, request.bot.user, {"forum_topic_created": created})
    topic.id = message["message_id"]
    chat.topics[topic.id] = topic
    message |= {"message_thread_id": topic.id, "is_topic_message": True}
    deliver(request.state, chat, message, sender=request.bot)
    publish_topic(request.state, chat, topic)
    return topic.shape()


def edit(request: Request) -> bool:
    """Rename a topic or change its icon."""
    chat, topic = _managed(request)
    params = request.params
    edited: dict[str, Any] = {}
    if params.get("name"):
        edited["name"] = topic_name(params["name"])
    if "icon_custom_emoji_id" in params:
        _known_icon(params["icon_custom_emoji_id"])
        edited["icon_custom_emoji_id"] = params["icon_custom_emoji_id"]
    if all(getattr(topic, key) == (value or None) for key, value in edited.items()):
        raise bad("TOPIC_NOT_MODIFIED")
    request.state.limits.spend(request.bot.id, chat.id)
    change_topic(request.state, chat, topic, request.bot, edited)
    return True


def close(request: Request) -> bool:
    """Close a topic."""
    return _switch(request, closed=True)


def reopen(request: Request) -> bool:
    """Open a closed topic again."""
    return _switch(request, closed=False)


def _switch(request: Request, *, closed: bool) -> bool:
    chat, topic = _managed(request)
    if topic.closed is closed:
        raise bad("TOPIC_NOT_MODIFIED")
    request.state.limits.spend(request.bot.id, chat.id)
    topic.closed = closed
    service(
        request.state,
        chat,
        request.bot,
        {"forum_topic_closed" if closed else "forum_topic_reopened": {}},
        thread=topic.id,
    )
    publish_topic(request.state, chat, topic)
    return True


def delete(request: Request) -> bool:
    """Delete a topic with all its messages."""
    chat = forum(request)
    topic = open_topic(chat, request.params["message_thread_id"])
    request.require(chat, "can_delete_messages", "not enough rights to delete a topic")
    drop_topic(request.state, chat, topic)
    return True


def unpin_all(request: Request) -> bool:
    """Unpin everything in a topic."""
    chat, topic = _managed(request)
    chat.pinned = [number for number in chat.pinned if thread_of(chat, number) != topic.id]
    return True


def icon_stickers(request: Request) -> list[dict[str, Any]]:
    """Stickers that anyone may use as a topic's icon."""
    return [
        {
            "file_id": f"topic-icon-{custom_id}",
            "file_unique_id": f"icon-{custom_id}",
            "type": "custom_emoji",
            "width": 100,
            "height": 100,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
            "set_name": "Topics",
            "custom_emoji_id": custom_id,
        }
        for emoji, custom_id in ICONS.items()
    ]


def forum(request: Request) -> Chat:
    """The chat, which must have topics."""
    chat = request.chat()
    if not chat.forum:
        raise bad("the chat is not a forum")
    return chat


def _managed(request: Request) -> tuple[Chat, Topic]:
    chat = forum(request)
    topic = open_topic(chat, request.params["message_thread_id"])
    if topic.creator != request.bot.id:
        request.require(chat, "can_manage_topics", "not enough rights to manage topics")
    return chat, topic


def topic_name(name: str) -> str:
    """A name of 1 to 128 characters."""
    name = name.strip()
    if not name:
        raise bad("TOPIC_NAME_EMPTY")
    if utf16_length(name) > NAME_LENGTH:
        raise bad("topic name is too long: at most 128 characters")
    return name


def _known_icon(custom_id: str | None) -> None:
    if custom_id and custom_id not in ICONS.values():
        raise bad("DOCUMENT_INVALID")


def thread_of(chat: Chat, message_id: int) -> int | None:
    """The topic a message is in."""
    return chat.messages.get(message_id, {}).get("message_thread_id")


HANDLERS: dict[str, Handler] = {
    "createforumtopic": create,
    "editforumtopic": edit,
    "closeforumtopic": close,
    "reopenforumtopic": reopen,
    "deleteforumtopic": delete,
    "unpinallforumtopicmessages": unpin_all,
    "getforumtopiciconstickers": icon_stickers,
}
