"""What happens to a forum topic, whoever does it: changed, closed, deleted, shown on the stream."""

from __future__ import annotations

from typing import Any

from bot.sandbox.accounts import Account, BotAccount
from bot.sandbox.chats import Chat, Topic
from bot.sandbox.messages import remove, service
from bot.sandbox.state import State


def publish_topic(state: State, chat: Chat, topic: Topic) -> None:
    """Show the topic as it is now."""
    state.hub.publish("topic", {"chat": chat.id} | topic_reading(topic))


def topic_reading(topic: Topic) -> dict[str, Any]:
    """A topic as the control interface shows it."""
    return topic.shape() | {"closed": topic.closed, "deleted": topic.deleted}


def change_topic(
    state: State, chat: Chat, topic: Topic, who: Account | BotAccount, edited: dict[str, Any]
) -> None:
    """Give a topic another name or icon."""
    topic.name = edited.get("name", topic.name)
    if "icon_custom_emoji_id" in edited:
        topic.icon_custom_emoji_id = edited["icon_custom_emoji_id"] or None
    service(state, chat, who, {"forum_topic_edited": edited}, thread=topic.id)
    publish_topic(state, chat, topic)


def drop_topic(state: State, chat: Chat, topic: Topic) -> None:
    """Delete a topic and its messages; no bot is told."""
    topic.deleted = True
    remove(
        state,
        chat,
        [number for number, message in chat.messages.items() if message.get("message_thread_id") == topic.id],
    )
    publish_topic(state, chat, topic)
