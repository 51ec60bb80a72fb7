"""Telegram's refusals read into our errors. The only place that looks at its words, and it maps narrowly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.gateways.errors import (
    ChatMoved,
    Conflict,
    Deferred,
    GatewayError,
    Refused,
    TopicGone,
    Unauthorised,
    Undeliverable,
)

OUTAGE_SECONDS = 2.0

_FORBIDDEN = {
    "bot was blocked": "blocked",
    "user is deactivated": "deactivated",
    "bot was kicked": "kicked",
    "bot is not a member": "kicked",
    "can't initiate conversation": "never_wrote",
    "can't send messages to bots": "never_wrote",
    "the group chat was deleted": "kicked",
}
_BAD_REQUEST = {
    "chat not found": "no_chat",
    "peer_id_invalid": "no_chat",
    "message to edit not found": "message_gone",
    "message can't be edited": "message_gone",
    "message to delete not found": "message_gone",
    "message can't be deleted": "message_gone",
    "message to react not found": "message_gone",
    "message to copy not found": "message_gone",
    "there are no messages to copy": "message_gone",
    "message can't be copied": "cannot_copy",
    "message to pin not found": "message_gone",
    "query is too old": "too_old",
    "not enough rights": "no_rights",
    "have no rights to send": "no_rights",
    "chat_write_forbidden": "no_rights",
    "topic_closed": "topic_closed",
    "quote_text_invalid": "quote",
    "message is too long": "too_long",
    "message_too_long": "too_long",
    "caption is too long": "too_long",
    "caption_too_long": "too_long",
    "voice_messages_forbidden": "voice_forbidden",
    "restricted receiving of voice messages": "voice_forbidden",
    "restricted receiving of video messages": "voice_forbidden",
    "chat_send_": "no_rights",
    "chat_restricted": "no_rights",
    "chat_admin_required": "no_rights",
    "the chat is not a forum": "no_topics",
    "reaction_invalid": "reaction",
    "user_is_blocked": "blocked",
}
_DONE_ALREADY = ("message is not modified", "topic_not_modified")
_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")


def failure(status: int, body: Mapping[str, Any] | None) -> GatewayError | None:
    """The error that a failed request means; None when what was asked for is already so."""
    words = str((body or {}).get("description", ""))
    parameters = (body or {}).get("parameters") or {}
    said = words.lower()
    if status == 429:
        return Deferred(float(parameters.get("retry_after", 5)), asked=True)
    if status >= 500 or body is None:
        return Deferred(OUTAGE_SECONDS)
    if "migrate_to_chat_id" in parameters:
        return ChatMoved(str(parameters["migrate_to_chat_id"]))
    if status == 401 or (status == 404 and said in {"not found", ""}):
        return Unauthorised(words)
    if status == 409:
        return Conflict(words)
    if status == 403:
        return Undeliverable(_reason(_FORBIDDEN, said) or "forbidden")
    if any(part in said for part in _DONE_ALREADY):
        return None
    if any(part in said for part in _TOPIC_GONE):
        return TopicGone(words)
    reason = _reason(_BAD_REQUEST, said)
    return Undeliverable(reason) if reason else Refused(words[:200])


def _reason(table: Mapping[str, str], said: str) -> str | None:
    return next((reason for part, reason in table.items() if part in said), None)
