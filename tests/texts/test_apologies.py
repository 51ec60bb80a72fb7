"""Who apologises admits: before a fault is known, and where it is not ours, no text of ours does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.businesses
from faq.loading import load_base
from handlers.texts import Texts

SORRY = re.compile(
    r"sorry|apolog|our (fault|mistake)|we are to blame"
    r"|抱歉|对不起|道歉|致歉|歉意|不好意思|我们的(错|责任|过失)",
    re.IGNORECASE,
)
OURS = {
    # That we come late, or did not come, is known to be ours.
    "work.customer.late",
    "work.customer.missed",
    "work.customer.noted_late",
    # A day we agreed on and do not keep.
    "orders.customer.later",
    "orders.customer.day_missed",
    # A promise that we broke, and a wait that is longer than we said.
    "promises.customer.broken",
    "promises.customer.broken_no_manager",
    "waiting.longer",
    # What we lost ourselves.
    "delivery.lost",
}
THEIRS = {
    # What customers may wish for, and say themselves.
    "complaint.wishes.apology",
    "menu.polite.before",
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nobody_apologises_for_what_is_not_known_to_be_ours(language: str) -> None:
    """Of all that is said to anybody, only what we know to have failed in ourselves is apologised for."""
    texts = Texts.load()
    found = {key for key in texts.keys(language) if SORRY.search(str(texts.value(language, key)))}
    assert found - THEIRS <= OURS
    assert OURS.intersection(texts.keys(language)) <= found


def test_the_ready_businesses_apologise_for_nothing() -> None:
    """Neither their answers nor what their settings have the bot say."""
    for folder in Path(next(iter(bot.businesses.__path__))).iterdir():
        if (base := folder / "faq.toml").exists():
            for entry in load_base(base):
                assert not SORRY.search(str(entry.answer)), entry.id
            assert not SORRY.search((folder / "settings.toml").read_text("utf-8")), folder.name
