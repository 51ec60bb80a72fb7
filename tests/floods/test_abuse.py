"""What people send to break something: it is shown for what it is, and breaks nothing."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from bot.sandbox.media import Upload
from storage.inbox import ParkedUpdate
from storage.person import Person as PersonRow
from tests.desk.test_talking import connected, newest
from tests.town.town import Town

TRICK = "holiday\u202egpj.exe"


async def test_ten_thousand_letters_to_the_bot(town: Town) -> None:
    """They are answered, in bounded time."""
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    heard, began = len(anna.heard), time.process_time()
    await anna.sends(raw={"text": "how much is a lesson " * 500})
    await town.travel(seconds=4)
    assert len(anna.heard) > heard
    assert time.process_time() - began < 10


async def test_fifty_megabytes(town: Town) -> None:
    """A file too large to be fetched is passed on by its id: nothing of it goes through us."""
    anna, _, group = await connected(town)
    await anna.says("look")
    large = Upload(b"small in truth", "film.mkv", pretended_size=50 * 1024 * 1024)
    await anna.sends(document=large)
    assert newest(group).last.kind == "document"
    assert town.world.calls("getFile") == []


@pytest.mark.parametrize(
    "name", ["<b>Bob</b>&lt;", "Bob\u202e\u2066evil", "B\x00o\x07b", "*_`[x](y)", "@admin"]
)
async def test_names_are_shown_as_they_are(town: Town, name: str) -> None:
    """Markup is letters, and signs that turn the writing are gone, on the card and in what is said."""
    await town.agent("Li", "consulting")
    anna = await town.customer(name, language_code="en")
    await anna.says("/start")
    await anna.says("talk to a human")
    topic = newest(town.group("consulting"))
    whole = " ".join([topic.name, *topic.texts, *anna.texts])
    assert not any(sign in whole for sign in "\u202e\u2066\x00\x07")
    async with town.store.read() as session:
        assert (await session.scalars(select(ParkedUpdate))).all() == []
        assert any(row.name for row in await session.scalars(select(PersonRow)))


async def test_control_signs_in_words(town: Town) -> None:
    """They are kept out of the database, which would refuse some, and the words arrive."""
    anna, _, group = await connected(town)
    await anna.sends(raw={"text": "one\x00two\x1bthree"})
    assert newest(group).last.text.replace("\x00", "").replace("\x1b", "") == "onetwothree"
    assert "\x00" not in newest(group).card.text
    async with town.store.read() as session:
        assert (await session.scalars(select(ParkedUpdate))).all() == []


async def test_words_that_turn_the_writing(town: Town) -> None:
    """Agents read the words as they are, in the topic, on the card and after an edit."""
    anna, _, group = await connected(town)
    marks = [{"type": "bold", "offset": 8, "length": 3}]
    sent = await anna.sends(raw={"text": TRICK, "entities": marks})
    copy = newest(group).last
    assert copy.text == "holidaygpj.exe"
    assert copy.raw["entities"] == [{"type": "bold", "offset": 7, "length": 3}]
    assert "\u202e" not in newest(group).card.text
    assert "\u202e" not in newest(group).name
    await anna.edits(sent, f"new {TRICK}")
    assert newest(group).last.text == "new holidaygpj.exe"


async def test_a_file_whose_name_turns(town: Town) -> None:
    """The name cannot be changed, so the agents are told what it really is."""
    anna, _, group = await connected(town)
    await anna.sends(document=Upload(b"MZ", TRICK), caption="see \u202ehere")
    label, copy = newest(group).seen[-2:]
    assert "holidaygpj.exe" in label.text
    assert copy.text == "see here"
