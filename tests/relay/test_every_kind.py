"""Every kind of message between customer and agent, in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.test_talking import connected, newest
from tests.town.town import Town

FILE = b"\x89PNG\r\n\x1a\n some content"

KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "text": ({"text": "how are you"}, "text"),
    "long text": ({"text": "字" * 4096}, "text"),
    "photo": ({"photo": FILE, "caption": "see"}, "photo"),
    "longest caption": ({"photo": FILE, "caption": "字" * 1024}, "photo"),
    "video": ({"video": FILE, "caption": "see"}, "video"),
    "animation": ({"animation": FILE}, "animation"),
    "voice": ({"voice": FILE}, "voice"),
    "audio": ({"audio": FILE}, "audio"),
    "video note": ({"video_note": FILE}, "video_note"),
    "document": ({"document": FILE, "caption": "the bill"}, "document"),
    "sticker": ({"sticker": FILE}, "sticker"),
    "location": ({"location": {"latitude": 31.2, "longitude": 121.5}}, "location"),
    "venue": (
        {
            "venue": {
                "location": {"latitude": 31.2, "longitude": 121.5},
                "title": "School",
                "address": "Road 1",
            }
        },
        "venue",
    ),
    "contact": ({"contact": {"phone_number": "+8613800138000", "first_name": "Bo"}}, "contact"),
    "poll": ({"poll": {"question": "When?", "options": ["Now", "Later"]}}, "poll"),
    "dice": ({"dice": "🎲"}, "dice"),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_it_reaches_the_agents(town: Town, kind: str) -> None:
    """As it was: the kind, its words, once; and the customer sees that it was passed on."""
    content, wanted = KINDS[kind]
    anna, _, group = await connected(town)
    await anna.says("I have a question for you")
    before = len(newest(group).seen)
    sent = await anna.sends(**content)
    arrived = newest(group).seen[before:]
    assert [wanted in one.raw for one in arrived if one.by_bot and not one.buttons] == [True]
    words = content.get("text") or content.get("caption") or ""
    assert words in arrived[-1].text
    assert anna.reactions(sent)


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_it_reaches_the_customer(town: Town, kind: str) -> None:
    """The same from the agent who looks after them."""
    content, wanted = KINDS[kind]
    anna, li, group = await connected(town)
    before = len(anna.heard)
    await li.sends(topic=newest(group), **content)
    arrived = anna.heard[before:]
    assert [wanted in one.raw for one in arrived] == [True]
    assert (content.get("text") or content.get("caption") or "") in arrived[-1].text


REFUSAL = "Bad Request: message can't be copied"


async def test_what_cannot_be_copied_is_named_to_the_customer(town: Town) -> None:
    """They hear that this one did not arrive; nobody thinks that the group is gone."""
    anna, _, _ = await connected(town)
    manager = await town.manager()
    told = len(manager.texts)
    town.world.fault("400", method="copyMessage", times=1, text=REFUSAL)
    await anna.says("look at this")
    assert any("in another form" in text for text in anna.texts), anna.texts
    assert len(manager.texts) == told


async def test_what_cannot_be_copied_is_named_to_the_agent(town: Town) -> None:
    """The topic says so, for whoever answered to see."""
    anna, li, group = await connected(town)
    heard, before = len(anna.heard), len(newest(group).texts)
    town.world.fault("400", method="copyMessage", times=1, text=REFUSAL)
    await li.says("my answer", topic=newest(group))
    assert len(anna.heard) == heard
    assert len(newest(group).texts) == before + 2, newest(group).texts[before:]
