"""Photos, voices and files outside forms."""

from __future__ import annotations

from tests.town.town import Town

JPEG = b"\xff\xd8\xff\xe0 a photo"


async def test_photo_is_acknowledged_and_can_be_passed_on(town: Town) -> None:
    """A photo without words is thanked for and goes to a colleague on request."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.sends(photo=JPEG)
    assert "your photo" in anna.last.text
    assert "somebody answers by tomorrow, " in anna.last.text
    assert len(anna.last.buttons) == 2
    await anna.presses("Ask a colleague")
    promised = anna.last.text.partition("answer you by ")[2].split(".")[0]
    assert promised.startswith("tomorrow, ")
    assert any(f"answers by {promised}." in text for text in anna.texts)
    [topic] = town.group("consulting").topics
    assert "photo" in [message.kind for message in topic.seen]


async def test_caption_is_a_question(town: Town) -> None:
    """Words under a photo are answered like any question."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.sends(photo=JPEG, caption="What subjects do you teach?")
    assert "your photo" in anna.last.text
    assert "We teach Chinese" in anna.last.text


async def test_voice_is_acknowledged_honestly(town: Town) -> None:
    """A voice message is not ignored, and nobody pretends to have listened."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.sends(voice=b"OggS")
    assert "can't listen" in anna.last.text
    await anna.presses("type")
    assert anna.last.text == "All right, please type it."


async def test_album_is_acknowledged_once_and_passed_whole(town: Town) -> None:
    """The photos of an album get one answer, and all of them are passed on."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna")
    await anna.says("/start")
    before = len(anna.texts)
    await anna.sends(album=[{"photo": JPEG}] * 3)
    assert len(anna.texts) == before + 1
    await anna.presses("Ask a colleague")
    [topic] = town.group("consulting").topics
    assert [message.kind for message in topic.seen].count("photo") == 3


async def test_location_and_sticker_are_not_met_with_silence(town: Town) -> None:
    """A location is thanked for; a sticker gets a sign."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.sends(location={"latitude": 31.2, "longitude": 121.5})
    assert "your location" in anna.last.text
    sticker = await anna.sends(sticker=b"RIFF")
    assert anna.reactions(sticker) == ["👍"]
