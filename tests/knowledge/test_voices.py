"""Voice notes, where a transcriber is plugged in."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.gateways.errors import Unreachable
from bot.sandbox.media import Upload
from bot.voice.listening import VoiceListener
from bot.voice.transcriber import CannotHear, CommandTranscriber
from storage.voice import VoiceNote
from tests.knowledge.test_editing import asker
from tests.town.town import Town


class Ear:
    """A transcriber that hears what it is told to."""

    def __init__(self, words: str | None) -> None:
        self.words = words
        self.languages: list[str] = []

    async def transcribe(self, sound: bytes, language: str) -> str:
        """The words; without them it fails."""
        self.languages.append(language)
        if self.words is None:
            raise CannotHear("deaf")
        assert sound == b"OggS note"
        return self.words


def plug_in(town: Town, ear: Ear) -> VoiceListener:
    """Plug a transcriber in."""
    town.house.hears = True
    return VoiceListener(
        town.store,
        town.app.gateway,
        town.house,
        town.app.account.id,
        ear,
        now=town.clock.now,
        machine=town.clock.machine,
        owed=lambda: None,
    )


async def waiting(town: Town) -> int:
    """How many notes wait."""
    async with town.store.read() as session:
        return len(list(await session.scalars(select(VoiceNote))))


async def test_voice_note_is_answered(town: Town) -> None:
    """The note is acknowledged at once, written down, and answered with what was understood."""
    anna = await asker(town)
    ear = Ear("When are you open?")
    listener = plug_in(town, ear)
    await anna.sends(voice=b"OggS note")
    assert "listening" in anna.last.text
    assert await listener.once() == 1
    await town.settle()
    assert anna.last.text.startswith("I understood: “When are you open?”\n\nWe are open from 9 to 18.")
    assert ear.languages == ["en"]
    assert await waiting(town) == 0
    assert await listener.once() == 0


async def test_unheard_note_goes_the_usual_way(town: Town) -> None:
    """What the transcriber cannot make out is offered to people, as without one."""
    anna = await asker(town)
    await anna.sends(voice=b"OggS note")
    usual = anna.last
    listener = plug_in(town, Ear(None))
    await anna.sends(voice=b"OggS note")
    await listener.once()
    await town.settle()
    assert anna.last.text == usual.text
    assert anna.last.buttons == usual.buttons


async def test_long_note_is_for_people(town: Town) -> None:
    """A note that is too long to be a question is not sent to the transcriber."""
    anna = await asker(town)
    plug_in(town, Ear("…"))
    await anna.sends(voice=Upload(b"OggS note", pretended_size=21 * 1024 * 1024))
    assert await waiting(town) == 0
    assert "colleague" in anna.last.text


async def test_people_who_took_over_are_not_interrupted(town: Town) -> None:
    """When a colleague is on the line by the time the words are there, the bot keeps quiet."""
    anna = await asker(town)
    listener = plug_in(town, Ear("When are you open?"))
    await anna.sends(voice=b"OggS note")
    await anna.says("talk to a person")
    before = len(anna.texts)
    await listener.once()
    await town.settle()
    assert len(anna.texts) == before


async def test_note_is_fetched_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note that cannot be fetched is tried again; after three times people are offered."""
    anna = await asker(town)
    listener = plug_in(town, Ear("When are you open?"))
    await anna.sends(voice=b"OggS note")

    async def away(file_id: str) -> bytes:
        raise Unreachable("file")

    monkeypatch.setattr(town.app.gateway, "fetch", away)
    for _ in range(3):
        await listener.once()
    await town.settle()
    assert "can't listen" in anna.last.text
    assert await waiting(town) == 0


async def test_note_of_a_process_that_died_is_taken_up(town: Town) -> None:
    """A note that another process began with and never finished is taken up after a while."""
    anna = await asker(town)
    listener = plug_in(town, Ear("When are you open?"))
    await anna.sends(voice=b"OggS note")
    async with town.store.begin() as session:
        note = await session.scalar(select(VoiceNote))
        assert note is not None
        note.claimed_at = town.clock.machine()
    assert await listener.once() == 0
    town.clock.move(timedelta(minutes=11))
    assert await listener.once() == 1
    await town.settle()
    assert "9 to 18" in anna.last.text


@pytest.fixture
def seconds() -> timedelta:
    """Enough time for a small program."""
    return timedelta(seconds=20)


async def test_command_is_given_the_file(seconds: timedelta) -> None:
    """The command gets the file and the language, and what it prints is one line of words."""
    program = "import sys; print(open(sys.argv[1], 'rb').read().decode(), '\\n', sys.argv[2])"
    ear = CommandTranscriber([sys.executable, "-c", program, "{file}", "{language}"], seconds)
    assert await ear.transcribe(b"sound", "zh") == "sound zh"
    last = CommandTranscriber([sys.executable, "-c", "import sys; print(sys.argv[-1][-8:])"], seconds)
    assert await last.transcribe(b"sound", "zh") == "note.ogg"


async def test_failing_command(seconds: timedelta) -> None:
    """A command that fails, or is not there, is said to have failed."""
    with pytest.raises(CannotHear, match="code 3"):
        await CommandTranscriber([sys.executable, "-c", "raise SystemExit(3)"], seconds).transcribe(b"", "en")
    with pytest.raises(CannotHear, match="no-such-program"):
        await CommandTranscriber(["no-such-program"], seconds).transcribe(b"", "en")


async def test_slow_command_is_ended() -> None:
    """A command that takes longer than its limit is ended and counts as failed."""
    slow = CommandTranscriber(
        [sys.executable, "-c", "import time; time.sleep(60)"], timedelta(milliseconds=50)
    )
    async with asyncio.timeout(20):
        with pytest.raises(CannotHear, match="longer"):
            await slow.transcribe(b"", "en")
