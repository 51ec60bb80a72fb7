"""Fitting: what is longer than a message may be goes out as several, and nothing of it is cut off."""

from __future__ import annotations

import msgspec

from handlers.texts import CAPTION, LIMIT, split_marked, units
from storage.outbound import Edit, Operation, SendFile, SendText


def fitting(what: Operation) -> list[Operation]:
    """The operation, or the several ones that say the same. Buttons stand under the last."""
    match what:
        case SendText() if units(what.text) > LIMIT:
            return _texts(what)
        case SendFile() if units(what.caption) > CAPTION:
            (caption, _), *rest = split_marked(what.caption, first=CAPTION)
            words = SendText("\n\n".join(part for part, _ in rest), what.buttons)
            return [msgspec.structs.replace(what, caption=caption, buttons=()), *fitting(words)]
        case Edit() if units(what.text) > (most := CAPTION if what.caption else LIMIT):
            (text, marks), *rest = split_marked(what.text, what.marks, most)
            first = msgspec.structs.replace(what, text=text, marks=marks, buttons=())
            last = len(rest) - 1
            return [
                first,
                *(
                    SendText(part, what.buttons if place == last else (), what.message, marks=own)
                    for place, (part, own) in enumerate(rest)
                ),
            ]
        case _:
            return [what]


def _texts(what: SendText) -> list[Operation]:
    parts = split_marked(what.text, what.marks)
    texts: list[Operation] = []
    for place, (text, marks) in enumerate(parts):
        part = msgspec.structs.replace(what, text=text, marks=marks)
        if place:
            part = msgspec.structs.replace(part, reply_to=None, quote="", quote_marks=(), quote_at=0)
        if place < len(parts) - 1:
            part = msgspec.structs.replace(part, buttons=(), contact_button=None, remove_keyboard=False)
        texts.append(part)
    return texts
