"""A town whose business has a small base of its own, with files beside it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from faq import Attachment, Button, Entry, Link, Matcher
from storage.store import Store
from tests.town.clock import StillClock
from tests.town.house import school
from tests.town.town import Town

ENTRIES = (
    Entry(
        "hours",
        {
            "en": ["When are you open?", "What are your opening hours?", "Are you open on Sundays?"],
            "zh": ["你们几点开门？", "营业时间是什么时候？", "周日营业吗？"],
        },
        {"en": "We are open from 9 to 18.", "zh": "我们 9 点到 18 点营业。"},
    ),
    Entry(
        "parking",
        {
            "en": ["Where can I park my car?", "Is there a car park nearby?", "Do you have parking spaces?"],
            "zh": ["哪里可以停车？", "有停车场吗？", "停车收费吗？"],
        },
        {"zh": "楼下有停车场。"},
    ),
    Entry(
        "refund",
        {
            "en": ["How do I get a refund?", "Can I have my money back?", "I want to return my course"],
            "zh": ["怎么退费？", "可以退款吗？", "我想退课"],
        },
        {"en": "You can get a refund within 14 days.", "zh": "14 天内可以退费。"},
        buttons=[Button({"en": "Apply for a refund", "zh": "申请退费"}, form="complaint")],
        links=[Link("https://example.com/refunds", {"en": "The rules", "zh": "规则"})],
        attachments=[
            Attachment("files/form.pdf", "document", {"en": "The form", "zh": "表格"}),
            Attachment("files/desk.png", "photo"),
        ],
    ),
)


def picture() -> bytes:
    """A small PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x20\x80\x40" * 40 for _ in range(30))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the base, with the files its answers send."""
    place = tmp_path / "base"
    (place / "files").mkdir(parents=True)
    (place / "files" / "form.pdf").write_bytes(b"%PDF-1.4 form")
    (place / "files" / "desk.png").write_bytes(picture())
    return place


async def open_town(store: Store, clock: StillClock, folder: Path, entries: tuple[Entry, ...]) -> Town:
    """A town with these entries in its file."""
    house = school()
    house.faq = Matcher.build(entries)
    house.in_file = {entry.id: entry for entry in entries}
    house.faq_folder = folder
    return await Town.open(store, house, clock)


@pytest.fixture
async def town(store: Store, clock: StillClock, folder: Path) -> AsyncIterator[Town]:
    """The town with the small base."""
    opened = await open_town(store, clock, folder, ENTRIES)
    yield opened
    await opened.close()


def changed(entry_id: str, **fields: object) -> tuple[Entry, ...]:
    """The small base with one entry changed in its file."""
    return tuple(
        replace(entry, **fields) if entry.id == entry_id else entry  # type: ignore[arg-type]
        for entry in ENTRIES
    )
