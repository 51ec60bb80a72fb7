"""What we owe a chat: one operation of a channel each. Frozen and storable as JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button under a message: its label and either an action's id or a link."""

    label: str
    action: str = ""
    url: str = ""


Buttons: TypeAlias = tuple[tuple[Button, ...], ...]
Marks: TypeAlias = tuple[dict[str, Any], ...]
Look: TypeAlias = dict[str, Any]
"""How a message is shown, in the channel's own terms; see `storage.inbound.Message`."""


class SendText(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="text"):
    """Say something. Text is plain: no markup is ever interpreted, so names cannot carry any.

    `marks` are formatting by place and length, counted in UTF-16 units: what somebody's own words had.
    `quote` is the part of the message replied to that is meant, with its formatting and its place there.
    `contact_button` offers a key that shares the customer's own phone number.
    """

    text: str
    buttons: Buttons = ()
    reply_to: str | None = None
    silent: bool = False
    contact_button: str | None = None
    remove_keyboard: bool = False
    marks: Marks = ()
    quote: str = ""
    quote_marks: Marks = ()
    quote_at: int = 0


class SendFile(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="file"):
    """Send a picture or file: one the channel knows by its id, or one that lies in the base's folder.

    `path` is relative to that folder; where the folder is, the process that sends knows. Then it also says,
    by `sign`, which state of the file it was. A file that was made for this one message is its `content`
    and has a `name`.
    """

    sort: str = "document"
    file_id: str = ""
    path: str = ""
    caption: str = ""
    buttons: Buttons = ()
    sign: str = ""
    name: str = ""
    content: bytes = b""


class Copy(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="copy"):
    """Copy messages of another chat (several: an album) without naming their author.

    With `caption`, a single one gets that caption instead of its own.
    """

    from_chat: str
    messages: tuple[str, ...]
    reply_to: str | None = None
    silent: bool = False
    quote: str = ""
    caption: str | None = None
    marks: Marks = ()
    quote_marks: Marks = ()
    quote_at: int = 0
    look: Look = {}


class AlbumFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file of an album: a photo, video, audio or document the channel knows by its id."""

    sort: str
    file_id: str
    caption: str = ""
    marks: Marks = ()
    look: Look = {}


class SendAlbum(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="album"):
    """Send two to ten files as one album, in reply to a message: what a copy cannot do."""

    files: tuple[AlbumFile, ...]
    reply_to: str | None = None
    quote: str = ""
    quote_marks: Marks = ()
    quote_at: int = 0


class Edit(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="edit"):
    """Give a message of ours a new text and new buttons; with `caption`, a new caption.

    `look` is how somebody's own words are shown; without it they are ours, and links have no preview.
    """

    message: str
    text: str
    buttons: Buttons = ()
    marks: Marks = ()
    caption: bool = False
    look: Look | None = None


class EditFile(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="edit_file"):
    """Put another file with another caption in the place of a message of ours."""

    message: str
    file: AlbumFile


class Mirror(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="mirror"):
    """Somebody changed a message that was passed on. Its copies are looked up when this is sent,
    so that a change that overtakes the delivery is not lost."""

    from_chat: int
    message: str
    what: str
    text: str = ""
    marks: Marks = ()
    file_id: str = ""
    look: Look = {}


class Delete(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="delete"):
    """Withdraw a message of ours."""

    message: str


class React(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="react"):
    """Put one reaction (or none) under a message: our delivery receipt."""

    message: str
    emoji: str | None = None


class CreateTopic(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="create_topic"):
    """Open a topic in a group. The result carries its thread id.

    `icon` is an emoji that stands for it; a channel that has no such icon leaves it out.
    """

    name: str
    icon: str = ""


class EditTopic(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="edit_topic"):
    """Rename a topic, and give it another icon where one is named."""

    name: str
    icon: str = ""


class CloseTopic(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="close_topic"):
    """Close a topic; its messages stay."""


class ReopenTopic(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="reopen_topic"):
    """Open a closed topic again."""


class Pin(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="pin"):
    """Pin a message of ours without a sound."""

    message: str


class Leave(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="leave"):
    """Go out of a group."""


class Remove(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="remove"):
    """Take a person out of a group: `user` is their id on the channel."""

    user: str


class AnswerPress(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="answer_press"):
    """Answer the press of a button, with words or without."""

    query: str
    text: str = ""
    alert: bool = False


class Card(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="card"):
    """Show a case's header card in its topic. Rendered when it is sent, so that it is never stale."""

    case_id: int


class Title(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="title"):
    """Name a case's topic by its state and matter. Rendered when it is sent, so that it is never stale."""

    case_id: int


Operation: TypeAlias = (
    SendText
    | SendFile
    | Copy
    | SendAlbum
    | Edit
    | EditFile
    | Mirror
    | Delete
    | React
    | CreateTopic
    | EditTopic
    | CloseTopic
    | ReopenTopic
    | Pin
    | Leave
    | Remove
    | AnswerPress
    | Card
    | Title
)


class Outbound(msgspec.Struct, frozen=True, omit_defaults=True):
    """One operation and where it goes (`chat` is empty for the answer to a press)."""

    what: Operation
    chat: str = ""
    thread: str | None = None
    v: int = 1


class Sent(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the channel gave back: ids of the new messages, the new topic's thread, the sent file's id."""

    messages: tuple[str, ...] = ()
    thread: str | None = None
    file_id: str = ""


_decoder: msgspec.json.Decoder[Operation] = msgspec.json.Decoder(Operation)
_encoder = msgspec.json.Encoder()


def encode_operation(what: Operation) -> str:
    """The JSON text of an operation, as the outbox keeps it."""
    return _encoder.encode(what).decode()


def decode_operation(text: str) -> Operation:
    """Read back what `encode_operation` wrote. Raises msgspec.ValidationError for anything else."""
    return _decoder.decode(text)
