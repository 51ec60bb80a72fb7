"""Messages in the shape of the Bot API: composed, kept, streamed, and handed to the bots that see them.

A kept message is never changed in place: an edit makes a new one, so what was handed out stays as it was.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.accounts import Account, BotAccount
from bot.sandbox.chats import Chat, Member
from bot.sandbox.state import State

CONTENT = (
    "text",
    "entities",
    "link_preview_options",
    "animation",
    "audio",
    "document",
    "photo",
    "sticker",
    "video",
    "video_note",
    "voice",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "contact",
    "dice",
    "poll",
    "venue",
    "location",
    "rich_message",
)
KINDS = frozenset(CONTENT) - {
    "entities",
    "link_preview_options",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
}
MEDIA = ("animation", "audio", "document", "photo", "sticker", "video", "video_note", "voice")


def compose(
    state: State,
    chat: Chat,
    sender: dict[str, Any],
    fields: dict[str, Any],
    *,
    thread: int | None = None,
    reply_to: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A message with the chat's next id; in a topic it replies to the topic's first one, like Telegram's."""
    message: dict[str, Any] = {"message_id": chat.take_message_id()}
    if thread is not None:
        message |= {"message_thread_id": thread, "is_topic_message": True}
        reply_to = reply_to or chat.messages.get(thread)
    message |= {"from": sender, "chat": chat.brief, "date": state.clock.unix()}
    if reply_to is not None:
        message["reply_to_message"] = without_reply(reply_to)
    return message | fields


def without_reply(message: dict[str, Any]) -> dict[str, Any]:
    """A message as it is embedded in another: one level deep."""
    if "reply_to_message" not in message:
        return message
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def deliver(state: State, chat: Chat, message: dict[str, Any], *, sender: BotAccount | None = None) -> None:
    """Keep a new message and hand it to every bot that sees it; what a bot says is seen by no bot."""
    state.remember(chat, message)
    state.hub.publish("message", placed(chat, message))
    if sender is not None and (chat.private or KINDS.intersection(message)):
        return
    for bot in readers(state, chat, message):
        if bot is not sender:
            _mark_files(state, bot, message)
            bot.queue.put("message", message, chat.key)


def replace(state: State, chat: Chat, message: dict[str, Any], *, sender: BotAccount | None = None) -> None:
    """Put an edited message in place of the former; bots hear of people's edits, not of their own."""
    chat.messages[message["message_id"]] = message
    state.hub.publish("edited_message", placed(chat, message))
    if sender is None:
        for bot in readers(state, chat, message):
            _mark_files(state, bot, message)
            bot.queue.put("edited_message", message, chat.key)


def remove(state: State, chat: Chat, message_ids: list[int]) -> None:
    """Delete messages; bots are never told."""
    gone = [message_id for message_id in message_ids if chat.forget(message_id)]
    if gone:
        state.hub.publish("deleted_messages", {"chat": chat.id, "bot": bot_of(chat), "message_ids": gone})


def service(
    state: State,
    chat: Chat,
    who: Account | BotAccount,
    fields: dict[str, Any],
    *,
    thread: int | None = None,
) -> dict[str, Any]:
    """A service message: somebody did something to the chat."""
    message = compose(state, chat, who.user, fields, thread=thread)
    deliver(state, chat, message, sender=who if isinstance(who, BotAccount) else None)
    return message


def placed(chat: Chat, message: dict[str, Any]) -> dict[str, Any]:
    """A message with where it is, as the stream shows it; a private chat needs its bot's number too."""
    return {"chat": chat.id, "bot": bot_of(chat), "message": as_shown(chat, message)}


def as_shown(chat: Chat, message: dict[str, Any]) -> dict[str, Any]:
    """A message as people see it: with its reply keyboard, which the Bot API never tells again."""
    keyboard = chat.keyboards.get(message["message_id"])
    return message | {"reply_markup": keyboard} if keyboard else message


def bot_of(chat: Chat) -> int | None:
    """The bot of a private chat, None for groups."""
    return chat.bot.id if chat.bot is not None else None


def readers(state: State, chat: Chat, message: dict[str, Any]) -> list[BotAccount]:
    """The bots that see a message: in groups, privacy mode hides most from bots that only members."""
    if chat.bot is not None:
        return [chat.bot]
    return [
        member.who
        for member in chat.members.values()
        if isinstance(member.who, BotAccount) and member.present and _sees(member, member.who, message)
    ]


def _sees(member: Member, bot: BotAccount, message: dict[str, Any]) -> bool:
    if not bot.privacy or member.status in ("administrator", "creator"):
        return True
    if not KINDS.intersection(message):
        return True
    replied = message.get("reply_to_message")
    if replied is not None and replied["from"]["id"] == bot.id:
        return True
    text = message.get("text") or message.get("caption") or ""
    if text.startswith("/"):
        command = text.split(maxsplit=1)[0]
        return "@" not in command or command.lower().endswith(f"@{bot.username.lower()}")
    return f"@{bot.username.lower()}" in text.lower()


def _mark_files(state: State, bot: BotAccount, message: dict[str, Any]) -> None:
    """From now on the bot may use the ids of the files it has been shown."""
    for holder in (message, message.get("reply_to_message") or {}):
        for kind in MEDIA:
            if kind in holder:
                content = holder[kind]
                file = state.files.get(content[-1]["file_id"] if kind == "photo" else content["file_id"])
                if file is not None:
                    file.bots.add(bot.id)


def content_of(message: dict[str, Any]) -> dict[str, Any]:
    """What a copy of the message carries."""
    return {key: message[key] for key in CONTENT if key in message}
