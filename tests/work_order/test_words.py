"""Who apologises admits: before a fault is known, and where it is not ours, no text does."""

from __future__ import annotations

import re

import pytest

from handlers.texts import Texts

SORRY = re.compile(r"sorry|apolog|our fault|抱歉|对不起|道歉|致歉|我们的错", re.IGNORECASE)
OURS = {
    # That we come late, or did not come, is known to be ours.
    "work.customer.late",
    "work.customer.missed",
    "work.customer.noted_late",
    # What the customer may wish for, and they may be heard to say so.
    "complaint.wishes.apology",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nobody_apologises_for_what_is_not_known_to_be_ours(language: str) -> None:
    """Complaints, service requests, works and the waiting for parts thank and feel with people instead."""
    texts = Texts.load()
    rooms = ("complaint.", "service.", "work.", "promises.customer.parts", "promises.parts", "call_back.")
    said = {key: texts.value(language, key) for key in texts.keys(language) if key.startswith(rooms)}
    assert {key for key, words in said.items() if SORRY.search(str(words))} == OURS
