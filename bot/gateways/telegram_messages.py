"""Telegram's messages read into what they say: words, files, what they answer and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.texts import writable
from handlers.texts.marked import Marks
from storage.inbound import Attachment, Contact, Message, Moved, TopicChange, Unsupported

FILE_KINDS = ("photo", "video", "animation", "audio", "document", "voice", "video_note", "sticker")
PLAIN_KINDS = ("location", "venue", "contact", "poll", "dice", "rich_message")
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
        what = next((name for name in raw if name not in FRAME), "message")
        return Unsupported(what, str(raw["message_id"]), _reply(raw), edited)
    replied = raw.get("reply_to_message") or {}
    reply_to = _reply(raw)
    text, marks = writable(
        str(raw.get("text") or raw.get("caption") or ""),
        raw.get("entities") or raw.get("caption_entities") or (),
    )
    quote, quote_marks, quote_at = _quote(raw)
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
        quote=quote,
        replied=_replied(replied if reply_to is not None else {}, raw),
        origin=_origin(raw.get("forward_origin")),
        quote_marks=quote_marks,
        quote_at=quote_at,
        look=_look(raw),
    )


_FRAME = (
    "message_id date edit_date chat from sender_chat sender_boost_count sender_tag sender_business_bot "
    "author_signature via_bot message_thread_id is_topic_message direct_messages_topic "
    "business_connection_id receiver_user ephemeral_message_id guest_query_id guest_bot_caller_user "
    "guest_bot_caller_chat is_automatic_forward is_from_offline is_paid_post paid_star_count "
    "suggested_post_info "
    "reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id "
    "reply_to_poll_option_id forward_origin forward_from forward_from_chat forward_from_message_id "
    "forward_signature forward_sender_name forward_date "
    "media_group_id has_protected_content has_media_spoiler show_caption_above_media "
    "link_preview_options effect_id reply_markup caption caption_entities entities"
)
FRAME = frozenset(_FRAME.split())
"""What surrounds a message and says nothing of its kind."""
_LOOKS = ("has_media_spoiler", "show_caption_above_media")


def _look(raw: Mapping[str, Any]) -> dict[str, Any]:
    """How a message is shown, as far as it is not as usual."""
    look: dict[str, Any] = {name: True for name in _LOOKS if raw.get(name) is True}
    preview = raw.get("link_preview_options")
    if isinstance(preview, Mapping):
        chosen = {str(name): value for name, value in preview.items() if isinstance(value, bool | str)}
        look |= {"link_preview_options": chosen} if chosen else {}
    return look


def _reply(raw: Mapping[str, Any]) -> str | None:
    """The message replied to. In a topic Telegram names the topic's first message when there is none."""
    replied = raw.get("reply_to_message") or {}
    if not replied or (raw.get("is_topic_message") and "forum_topic_created" in replied):
        return None
    return str(replied["message_id"])


def _quote(raw: Mapping[str, Any]) -> tuple[str, Marks, int]:
    """The part of the message replied to that its writer marked (not what the app chose by itself).

    Telegram takes it for a quote only with its own formatting. Where it stands tells it from its like.
    """
    quote = raw.get("quote") or {}
    if not quote.get("is_manual"):
        return "", (), 0
    text, marks = writable(str(quote["text"]), quote.get("entities") or ())
    return text, marks, max(int(quote.get("position") or 0), 0)


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
