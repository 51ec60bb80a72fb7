"""Telegram's raw updates read into inbounds. Shared by every gateway that speaks the Bot API."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.gateways.contract import Arrival
from bot.gateways.telegram_buttons import unmarked
from bot.gateways.telegram_messages import maybe, read_happening, read_name
from handlers.texts import writable
from storage.inbound import (
    ChatRef,
    Inbound,
    Membership,
    Press,
    Reaction,
    Sender,
    Unsupported,
)

WANTED_RIGHTS = ("can_manage_topics", "can_delete_messages", "can_pin_messages", "can_restrict_members")
"""What we need to be allowed in a department's group."""
ANONYMOUS_ADMIN = 1087968824
"""Telegram's user id for "GroupAnonymousBot": who speaks behind it is not known."""

_LARGEST = 2**63
_LONGEST_TITLE = 255
_LONGEST_ODDITY = 100_000


def read_batch(raws: list[Any]) -> list[Arrival]:
    """Every update of a batch; one that cannot be understood does not spoil the others."""
    return [read_update(raw) for raw in raws]


def read_update(raw: Any) -> Arrival:
    """One raw update as an arrival. Never raises: a broken update becomes an arrival with a problem."""
    encoded = _encoded(raw)
    digest = hashlib.blake2b(encoded, digest_size=16).hexdigest()
    update = raw.get("update_id") if isinstance(raw, Mapping) else None
    update = update if isinstance(update, int) and not isinstance(update, bool) else None
    update = update if update is not None and 0 <= update < _LARGEST else None
    try:
        if update is None:
            raise ValueError("no update_id")
        return Arrival(update, digest, _read(update, raw))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, OSError) as problem:
        return Arrival(update, digest, None, encoded.decode(), f"{type(problem).__name__}: {problem}"[:200])


def _encoded(raw: Any) -> bytes:
    """The update as text again. What JSON itself could not hold is kept in Python's own spelling."""
    try:
        return msgspec.json.encode(raw)
    except (TypeError, ValueError, RecursionError):
        return repr(raw)[:_LONGEST_ODDITY].encode("utf-8", "backslashreplace")


def _read(update: int, raw: Mapping[str, Any]) -> Inbound:
    for kind, reader in _READERS.items():
        if kind in raw:
            return reader(update, raw[kind])
    kind = next((name for name in raw if name != "update_id"), "empty")
    return _elsewhere(update, raw.get(kind), kind)


def _message(update: int, raw: Mapping[str, Any], *, edited: bool = False) -> Inbound:
    return Inbound(
        update=update,
        chat=_chat(raw["chat"]),
        what=read_happening(raw, edited=edited),
        at=_instant((raw.get("edit_date") if edited else None) or raw["date"]),
        sender=_sender(raw),
        thread=_thread(raw),
    )


def _edited(update: int, raw: Mapping[str, Any]) -> Inbound:
    return _message(update, raw, edited=True)


def _press(update: int, raw: Mapping[str, Any]) -> Inbound:
    message = raw.get("message")
    if message is None:
        return _elsewhere(update, raw, "inline_press")
    return Inbound(
        update=update,
        chat=_chat(message["chat"]),
        what=Press(str(raw["id"]), unmarked(str(raw.get("data", ""))), str(message["message_id"])),
        # The press has no time of its own, and the message's may be weeks old.
        at=datetime.fromtimestamp(0, UTC),
        sender=_user(raw["from"]),
        thread=_thread(message),
    )


def _reaction(update: int, raw: Mapping[str, Any]) -> Inbound:
    now = raw.get("new_reaction", ())
    emojis = tuple(str(r["emoji"]) for r in now if r.get("type") == "emoji")
    return Inbound(
        update=update,
        chat=_chat(raw["chat"]),
        what=Reaction(str(raw["message_id"]), emojis, len(now) - len(emojis)),
        at=_instant(raw["date"]),
        sender=_user(raw["user"]) if "user" in raw else None,
    )


def _my_membership(update: int, raw: Mapping[str, Any]) -> Inbound:
    return _membership(update, raw, is_me=True)


def _membership(update: int, raw: Mapping[str, Any], *, is_me: bool = False) -> Inbound:
    member = raw["new_chat_member"]
    status = "administrator" if member["status"] == "creator" else str(member["status"])
    return Inbound(
        update=update,
        chat=_chat(raw["chat"]),
        what=Membership(str(int(member["user"]["id"])), status, is_me, _missing(member) if is_me else ()),
        at=_instant(raw["date"]),
        sender=_user(raw["from"]),
    )


def _missing(member: Mapping[str, Any]) -> tuple[str, ...]:
    """The rights we need in a group and have not, as its owner has set them."""
    if member["status"] == "creator":
        return ()
    admin = member["status"] == "administrator"
    return tuple(right for right in WANTED_RIGHTS if not (admin and member.get(right)))


def _elsewhere(update: int, raw: Any, kind: str) -> Inbound:
    """Something that happened in no chat we keep: it is filed under its sender, if there is one."""
    sender = raw.get("from") or raw.get("user") if isinstance(raw, Mapping) else None
    chat = raw.get("chat") if isinstance(raw, Mapping) else None
    return Inbound(
        update=update,
        chat=_chat(chat) if chat else ChatRef(str(sender["id"]) if sender else "0", "elsewhere"),
        what=Unsupported(kind),
        at=datetime.fromtimestamp(0, UTC),
        sender=_user(sender) if sender else None,
    )


def _chat(raw: Mapping[str, Any]) -> ChatRef:
    kind = str(raw["type"])
    return ChatRef(
        id=str(int(raw["id"])),
        kind="group" if kind in {"group", "supergroup"} else kind,
        title=writable(str(raw.get("title", "")))[0][:_LONGEST_TITLE],
        forum=bool(raw.get("is_forum", False)) and kind == "supergroup",
    )


def _thread(raw: Mapping[str, Any]) -> str | None:
    """The topic a message is in. Replies outside topics carry a thread id too, which is none."""
    thread = raw.get("message_thread_id")
    return str(thread) if thread is not None and raw.get("is_topic_message") else None


def _sender(raw: Mapping[str, Any]) -> Sender | None:
    user = raw.get("from")
    if user is None:
        return None
    sender = _user(user)
    behind_chat = raw.get("sender_chat") is not None or int(user["id"]) == ANONYMOUS_ADMIN
    return msgspec.structs.replace(sender, anonymous=True) if behind_chat else sender


def _user(raw: Mapping[str, Any]) -> Sender:
    return Sender(
        id=str(int(raw["id"])),
        name=read_name(raw),
        username=maybe(raw.get("username")),
        language=maybe(raw.get("language_code")),
        bot=bool(raw.get("is_bot", False)),
    )


def _instant(raw: Any) -> datetime:
    return datetime.fromtimestamp(int(raw), UTC)


_READERS = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _press,
    "message_reaction": _reaction,
    "my_chat_member": _my_membership,
    "chat_member": _membership,
}
UPDATE_KINDS = tuple(_READERS)
"""What we ask Telegram for."""
