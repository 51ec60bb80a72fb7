"""Forms: asking several things in a row, with the same manners everywhere."""

from __future__ import annotations

from handlers.forms.form import Asked, Field, Form, Kind, declare, find_form
from handlers.forms.life import cancel, note_own_phone, resume, start
from handlers.forms.neighbours import NEIGHBOURS
from handlers.forms.phones import mask_phone, read_phone, shared_phone
from handlers.forms.pieces import files_of
from handlers.forms.pressing import ACTIONS
from handlers.forms.receiving import receive
from handlers.forms.reminding import remind
from handlers.forms.sheet import Filled, Given, Piece, Sheet

__all__ = [
    "ACTIONS",
    "DUTIES",
    "NEIGHBOURS",
    "Asked",
    "Field",
    "Filled",
    "Form",
    "Given",
    "Kind",
    "Piece",
    "Sheet",
    "cancel",
    "declare",
    "files_of",
    "find_form",
    "mask_phone",
    "note_own_phone",
    "read_phone",
    "receive",
    "resume",
    "shared_phone",
    "start",
]

DUTIES = {"forms.remind": remind}
