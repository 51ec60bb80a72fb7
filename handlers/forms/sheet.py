"""What a draft holds: the answers given so far, the evidence, and small facts of the filling-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec


class Piece(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing handed in: a message of the customer's that can be copied, and its file if it has one."""

    message: str
    kind: str
    file_id: str = ""
    unique_id: str = ""
    size: int | None = None
    text: str = ""
    """Words added to the evidence."""
    name: str = ""
    """What the sender's device calls the file."""


class Given(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer. `own`: the channel vouches for the phone as the sender's; `known`: nobody had to ask."""

    text: str = ""
    code: str = ""
    message: str = ""
    own: bool = False
    known: bool = False
    skipped: bool = False
    voice: Piece | None = None


class Waiting(msgspec.Struct, frozen=True, omit_defaults=True):
    """Another form that was asked for while this one was being filled in."""

    form: str
    prefilled: dict[str, Any] = {}


class Sheet(msgspec.Struct, omit_defaults=True):
    """The content of a draft's row."""

    given: dict[str, Given] = {}
    about: dict[str, Any] = {}
    """What the form was started with and does not ask."""
    pieces: tuple[Piece, ...] = ()
    album: str = ""
    """The album whose first picture was acknowledged: its others are taken in silence."""
    keyboard: bool = False
    """A key for sharing the phone number lies under the customer's input line."""
    greeted: bool = False
    """After a long silence the customer was asked whether to go on."""
    half: dict[str, str] = {}
    """Answers that were asked to be completed: what comes next is added to them."""
    held: Given | None = None
    """What the customer wrote after that silence: perhaps the answer, perhaps not."""
    waiting: Waiting | None = None
    reminded: bool = False
    """The customer was told that this is not sent yet."""
    v: int = msgspec.field(default=1)


def read_sheet(answers: dict[str, Any]) -> Sheet:
    """The sheet in a draft's row."""
    return msgspec.convert(answers, Sheet)


def write_sheet(sheet: Sheet) -> dict[str, Any]:
    """The sheet as a draft's row keeps it."""
    raw: dict[str, Any] = msgspec.to_builtins(sheet)
    return {"kind": "sheet", "v": sheet.v, **raw}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent. `unfinished`: the customer asked that a colleague ask the rest."""

    sheet: Sheet
    unfinished: bool = False

    def text(self, name: str) -> str:
        """The words of an answer; empty if it was skipped, never asked, or spoken."""
        return self.sheet.given.get(name, Given()).text

    def code(self, name: str) -> str:
        """The choice taken, if it was one."""
        return self.sheet.given.get(name, Given()).code

    def spoken(self, name: str) -> bool:
        """Whether the answer is a voice message."""
        return self.sheet.given.get(name, Given()).voice is not None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything handed in: spoken answers first, then the evidence."""
        spoken = tuple(given.voice for given in self.sheet.given.values() if given.voice is not None)
        return spoken + self.sheet.pieces
