"""Every kind of message between customer and agent, both ways, through each library, polling and called."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from storage.store import Store
from tests.desk.test_talking import connected, newest
from tests.gateways.conftest import LIBRARIES
from tests.town.clock import StillClock
from tests.town.house import school
from tests.town.people import Seen
from tests.town.town import Town

FILE = b"\x89PNG\r\n\x1a\n some content"
PLACE = {"latitude": 31.2, "longitude": 121.5}
MARKED: dict[str, Any] = {
    "text": "👩‍👩‍👧 bold it un st sp code pre() link quote more 👋 مرحبا",
    "entities": [
        {"type": "bold", "offset": 9, "length": 4},
        {"type": "italic", "offset": 14, "length": 2},
        {"type": "underline", "offset": 17, "length": 2},
        {"type": "strikethrough", "offset": 20, "length": 2},
        {"type": "spoiler", "offset": 23, "length": 2},
        {"type": "code", "offset": 26, "length": 4},
        {"type": "pre", "offset": 31, "length": 5, "language": "python"},
        {"type": "text_link", "offset": 37, "length": 4, "url": "https://example.org/"},
        {"type": "blockquote", "offset": 42, "length": 5},
        {"type": "expandable_blockquote", "offset": 48, "length": 4},
        {"type": "custom_emoji", "offset": 53, "length": 2, "custom_emoji_id": "5"},
    ],
    "link_preview_options": {"is_disabled": True},
}

KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "text": ({"text": "how are you"}, "text"),
    "formatted text": ({"raw": MARKED}, "text"),
    "long text": ({"text": "字" * 4096}, "text"),
    "photo": ({"photo": FILE, "caption": "see <b>this</b>", "parse_mode": "HTML"}, "photo"),
    "longest caption": ({"photo": FILE, "caption": "字" * 1024}, "photo"),
    "video": ({"video": FILE, "caption": "see"}, "video"),
    "animation": ({"animation": FILE}, "animation"),
    "voice": ({"voice": FILE}, "voice"),
    "audio": ({"audio": FILE}, "audio"),
    "video note": ({"video_note": FILE}, "video_note"),
    "document": ({"document": FILE, "caption": "the bill"}, "document"),
    "sticker": ({"sticker": FILE}, "sticker"),
    "location": ({"location": PLACE}, "location"),
    "venue": ({"venue": {"location": PLACE, "title": "School", "address": "Road 1"}}, "venue"),
    "contact": ({"contact": {"phone_number": "+8613800138000", "first_name": "Bo"}}, "contact"),
    "poll": ({"poll": {"question": "When?", "options": ["Now", "Later"]}}, "poll"),
    "dice": ({"dice": "🎲"}, "dice"),
}
CARRIED = ("text", "entities", "caption", "caption_entities", "link_preview_options", "poll", "dice")
CARRIED += ("contact", "venue", "location", "photo", "video", "animation", "voice", "audio", "video_note")
CARRIED += ("document", "sticker", "has_media_spoiler", "show_caption_above_media")


@pytest.fixture(params=sorted(LIBRARIES))
async def town(request: pytest.FixtureRequest, store: Store, clock: StillClock) -> AsyncIterator[Town]:
    """The town, behind each gateway."""
    library = LIBRARIES[request.param]
    opened = await Town.open(
        store,
        school(),
        clock,
        door=lambda token, url: library(token, api_base=url),
        called="webhook" in request.param,
    )
    yield opened
    await opened.close()


def content(message: Seen) -> dict[str, Any]:
    """What a message says, without who said it when and where."""
    return {name: message.raw[name] for name in CARRIED if name in message.raw}


async def test_every_kind_both_ways(town: Town) -> None:
    """Each arrives once and as it was; its writer sees that it was passed on; albums stay albums, and edits,
    replies and reactions find their counterparts."""
    anna, li, group = await connected(town)
    await anna.says("I have a question for you")
    topic = newest(group)
    for kind, (given, wanted) in KINDS.items():
        before = len(topic.seen)
        sent = await anna.sends(**given)
        arrived = [one for one in topic.seen[before:] if one.by_bot and not one.buttons]
        mine = next(one for one in anna.seen if one.message_id == sent)
        assert [wanted in one.raw for one in arrived] == [True], kind
        assert content(arrived[0]) == content(mine), kind
        assert anna.reactions(sent) == ["👌"], kind
    for kind, (given, wanted) in KINDS.items():
        before = len(anna.heard)
        sent = await li.sends(topic=topic, **given)
        arrived = anna.heard[before:]
        theirs = next(one for one in topic.seen if one.message_id == sent)
        assert [wanted in one.raw for one in arrived] == [True], kind
        assert content(arrived[0]) == content(theirs), kind
        assert town.world.reactions(group.id, sent), kind

    parts = [{"photo": FILE, "caption": "one"}, {"video": FILE}, {"photo": FILE, "caption": "three"}]
    town.world.send(anna.id, album=parts)
    town.world.send(li.id, group.id, album=parts, thread=topic.thread)
    await town.settle()
    await town.travel(seconds=3)
    for album in (topic.seen[-3:], anna.heard[-3:]):
        assert [one.text for one in album] == ["one", "", "three"]
        assert len({one.raw["media_group_id"] for one in album}) == 1

    asked = await anna.says("how are yoo")
    copy = topic.last.message_id
    await anna.edits(asked, "how are you")
    assert topic.last.text == "how are you"
    await li.says("Yes", topic=topic, reply_to=copy)
    assert anna.last.raw["reply_to_message"]["message_id"] == asked
    await anna.reacts(anna.last.message_id, "❤")
    [yes] = [one.message_id for one in topic.seen if one.text == "Yes"]
    shown = town.world.reactions(group.id, yes)
    assert [one["emoji"] for each in shown.values() for one in each] == ["❤"]


REFUSAL = "Bad Request: message can't be copied"


async def test_what_cannot_be_copied_is_named(town: Town) -> None:
    """The customer hears that this one did not arrive, and nobody thinks that the group is gone; of the
    agent's the topic says so, for whoever answered to see."""
    anna, li, group = await connected(town)
    manager = await town.manager()
    told = len(manager.texts)
    town.world.fault("400", method="copyMessage", times=1, text=REFUSAL)
    await anna.says("look at this")
    assert any("in another form" in text for text in anna.texts), anna.texts
    assert len(manager.texts) == told
    heard, before = len(anna.heard), len(newest(group).texts)
    town.world.fault("400", method="copyMessage", times=1, text=REFUSAL)
    await li.says("my answer", topic=newest(group))
    assert len(anna.heard) == heard
    assert len(newest(group).texts) == before + 2, newest(group).texts[before:]
