"""What comes in from a channel, in words that belong to no channel. Frozen and storable as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

import msgspec


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file somebody sent: its kind, the channel's ids for it, and its size in bytes."""

    kind: str
    file_id: str
    unique_id: str = ""
    size: int | None = None
    mime: str | None = None
    name: str | None = None
    seconds: int | None = None


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A phone number that was shared. `owner` is the sharer's external id if the channel vouches for it."""

    phone: str
    name: str = ""
    owner: str | None = None


class ChatRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """The chat a thing happened in. `kind` is private, group or channel."""

    id: str
    kind: str = "private"
    title: str = ""
    forum: bool = False


class Sender(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who did it, as the channel knows them. An anonymous group admin has `anonymous` set."""

    id: str
    name: str = ""
    username: str | None = None
    language: str | None = None
    bot: bool = False
    anonymous: bool = False


class Message(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="message"):
    """A message or, if `edited`, its new content. `what` names its kind: text, photo, voice, location …

    `marks` are the formatting of `text`, as the channel gave it, counted in UTF-16 units. `quote` is what of
    the message replied to its writer marked, with its own formatting and its place there; `replied` the
    beginning of that message. `origin` names who wrote a forwarded message first, if the channel says so.
    `look` is how it is shown (a cover over a picture, a caption above it, a link's preview), in the channel's
    own terms.
    """

    id: str
    what: str = "text"
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    album: str | None = None
    reply_to: str | None = None
    contact: Contact | None = None
    forwarded: bool = False
    edited: bool = False
    marks: tuple[dict[str, Any], ...] = ()
    quote: str = ""
    replied: str = ""
    origin: str = ""
    quote_marks: tuple[dict[str, Any], ...] = ()
    quote_at: int = 0
    look: dict[str, Any] = {}


class Press(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="press"):
    """A button was pressed under message `message`. `query` is what the channel wants answered."""

    query: str
    data: str
    message: str | None = None


class Reaction(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="reaction"):
    """The sender's reactions to a message are now `emojis` (none: they were taken back).

    `others` counts what else is there now that is no plain emoji, such as a picture of the sender's own.
    """

    message: str
    emojis: tuple[str, ...] = ()
    others: int = 0


class Membership(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="membership"):
    """Somebody's standing in the chat changed. `status`: member, administrator, left, kicked, restricted.

    `missing` are the rights we need in a group and have not; it is told of ourselves alone.
    """

    subject: str
    status: str
    is_me: bool = False
    missing: tuple[str, ...] = ()


class Moved(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="moved"):
    """The chat has a new id (a group became a supergroup)."""

    to: str


class TopicChange(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="topic"):
    """A topic was opened, closed or renamed by a person."""

    change: str


class Unsupported(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="unsupported"):
    """Something we know of but do not handle. `what` names it for the person and the log.

    `edited`: it was there before, and only changed.
    """

    what: str
    id: str | None = None
    reply_to: str | None = None
    edited: bool = False


Happening: TypeAlias = Message | Press | Reaction | Membership | Moved | TopicChange | Unsupported


class Inbound(msgspec.Struct, frozen=True, omit_defaults=True):
    """One update of a channel. `update` is the channel's own id for it, `at` when it happened (UTC)."""

    update: int
    chat: ChatRef
    what: Happening
    at: datetime
    sender: Sender | None = None
    thread: str | None = None
    v: int = 1


_decoder = msgspec.json.Decoder(Inbound)
_encoder = msgspec.json.Encoder()


def encode_inbound(inbound: Inbound) -> str:
    """The JSON text of an inbound, as the inbox keeps it."""
    return _encoder.encode(inbound).decode()


def decode_inbound(text: str) -> Inbound:
    """Read back what `encode_inbound` wrote. Raises msgspec.ValidationError for anything else."""
    return _decoder.decode(text)
