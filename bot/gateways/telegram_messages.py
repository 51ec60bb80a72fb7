"""Telegram's messages read into what they say: words, files, what they answer and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.texts import writable
from storage.inbound import Attachment, Contact, Message, Moved, TopicChange, Unsupported

FILE_KINDS = ("photo", "video", "animation", "audio", "document", "voice", "video_note", "sticker")
PLAIN_KINDS = ("location", "venue", "contact", "poll", "dice")
TOPIC_CHANGES = {
    "forum_topic_created": "created",
    "forum_topic_edited": "edited",
    "forum_topic_closed": "closed",
    "forum_topic_reopened": "reopened",
}
_BEGINNING = 200


def read_name(raw: Mapping[str, Any]) -> str:
    """First and last name of a user or contact."""
    name = " ".join(str(part) for part in (raw.get("first_name"), raw.get("last_name")) if part)
    return writable(name)[0]


def read_happening(raw: Mapping[str, Any], *, edited: bool) -> Message | Moved | TopicChange | Unsupported:
    """What a message says or tells. Raises KeyError, TypeError or ValueError for one that is broken."""
    if "migrate_to_chat_id" in raw:
        return Moved(str(raw["migrate_to_chat_id"]))
    for key, change in TOPIC_CHANGES.items():
        if key in raw:
            return TopicChange(change)
    kind = next((name for name in ("text", *FILE_KINDS, *PLAIN_KINDS) if name in raw), None)
    # An animation also carries a document, a venue a location: the order above names them rightly
    # except for these two.
    kind = "animation" if "animation" in raw else "venue" if "venue" in raw else kind
    if kind is None:
        what = next((name for name in raw if name not in _FRAME), "message")
        return Unsupported(what, str(raw["message_id"]))
    replied = raw.get("reply_to_message") or {}
    reply_to = _reply(replied, raw)
    text, marks = writable(
        str(raw.get("text") or raw.get("caption") or ""),
        raw.get("entities") or raw.get("caption_entities") or (),
    )
    return Message(
        id=str(int(raw["message_id"])),
        what=kind,
        text=text,
        attachments=_attachments(kind, raw),
        album=maybe(raw.get("media_group_id")),
        reply_to=reply_to,
        contact=_contact(raw.get("contact")),
        forwarded="forward_origin" in raw,
        edited=edited,
        marks=marks,
        quote=_quote(raw),
        replied=_replied(replied if reply_to is not None else {}, raw),
        origin=_origin(raw.get("forward_origin")),
    )


_FRAME = frozenset(
    {
        "message_id",
        "date",
        "chat",
        "from",
        "message_thread_id",
        "is_topic_message",
        "sender_chat",
        "edit_date",
    }
    | {
        "forward_origin",
        "reply_to_message",
        "external_reply",
        "quote",
        "via_bot",
        "reply_markup",
        "effect_id",
    }
    | {"has_protected_content", "media_group_id", "author_signature", "sender_boost_count"}
    | {"is_automatic_forward", "is_from_offline"}
)
"""What surrounds every message and says nothing of its kind."""


def _reply(replied: Mapping[str, Any], raw: Mapping[str, Any]) -> str | None:
    """The message replied to. In a topic Telegram names the topic's first message when there is none."""
    if not replied or (raw.get("is_topic_message") and "forum_topic_created" in replied):
        return None
    return str(replied["message_id"])


def _quote(raw: Mapping[str, Any]) -> str:
    """The part of the message replied to that its writer marked (not what the app chose by itself)."""
    quote = raw.get("quote") or {}
    return writable(str(quote["text"]))[0] if quote.get("is_manual") else ""


def _replied(replied: Mapping[str, Any], raw: Mapping[str, Any]) -> str:
    """The beginning of the message replied to, in this chat or (what the app tells of it) in another."""
    quote = raw.get("quote") or {}
    words = replied.get("text") or replied.get("caption") or quote.get("text") or ""
    if not words and not replied and "external_reply" in raw:
        words = "…"
    return writable(str(words))[0][:_BEGINNING]


def _origin(raw: Mapping[str, Any] | None) -> str:
    """Who first wrote a forwarded message: a person's name, or the title of a channel or group."""
    if raw is None:
        return ""
    user, chat = raw.get("sender_user") or {}, raw.get("sender_chat") or raw.get("chat") or {}
    title = str(raw.get("sender_user_name") or chat.get("title") or "")
    return (read_name(user) or writable(title)[0])[:_BEGINNING]


def maybe(given: Any) -> str | None:
    """The text of what may be missing."""
    return None if given is None else str(given)


def _attachments(kind: str, raw: Mapping[str, Any]) -> tuple[Attachment, ...]:
    if kind not in FILE_KINDS:
        return ()
    file = raw[kind]
    if kind == "photo":
        # Telegram names the sizes from small to large; of equal ones the last is the original.
        file = max(reversed(file), key=lambda size: size["width"] * size["height"])
    return (
        Attachment(
            kind=kind,
            file_id=str(file["file_id"]),
            unique_id=str(file.get("file_unique_id", "")),
            size=_count(file.get("file_size")),
            mime=maybe(file.get("mime_type")),
            name=maybe(file.get("file_name")),
            seconds=_count(file.get("duration")),
        ),
    )


def _count(given: Any) -> int | None:
    return None if given is None else int(given)


def _contact(raw: Mapping[str, Any] | None) -> Contact | None:
    if raw is None:
        return None
    owner = raw.get("user_id")
    return Contact(writable(str(raw["phone_number"]))[0], read_name(raw), str(owner) if owner else None)
