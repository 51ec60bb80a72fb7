"""How a message is shown arrives with it: covers, captions above, previews of links, and what is quoted."""

from __future__ import annotations

from typing import Any

from tests.desk.test_talking import connected, newest
from tests.relay.test_long_texts import a_photo
from tests.town.people import Seen
from tests.town.town import Town

BOLD = {"type": "bold", "offset": 7, "length": 8}


def look(message: Seen) -> dict[str, Any]:
    """What of a message is not as usual."""
    looks = ("has_media_spoiler", "show_caption_above_media", "link_preview_options")
    return {name: message.raw[name] for name in looks if name in message.raw}


async def test_a_covered_picture_stays_covered(town: Town) -> None:
    """Copied, edited, and sent anew in an album that answers something: nobody sees what its sender hid."""
    anna, li, group = await connected(town)
    hidden = {"has_media_spoiler": True, "show_caption_above_media": True}
    sent = await anna.sends(raw={"photo": a_photo(town), "caption": "careful", **hidden})
    town.world.edit(anna.id, None, sent, caption="careful, blood")
    await town.settle()
    assert newest(group).last.text == "careful, blood"
    assert look(newest(group).last) == hidden
    await li.says("Which of them?", topic=newest(group))
    album = [
        town.world.send(
            anna.id,
            raw={"photo": a_photo(town), "caption": f"{nth}", "media_group_id": "1", **hidden},
            reply_to=anna.last.message_id,
        )
        for nth in range(2)
    ]
    await town.settle()
    await town.travel(seconds=3)
    copies = newest(group).seen[-2:]
    assert [(one.text, look(one)) for one in copies] == [("0", hidden), ("1", hidden)]
    town.world.edit(anna.id, None, int(str(album[1])), caption="this")
    await town.settle()
    assert [(one.text, look(one)) for one in newest(group).seen[-2:]] == [("0", hidden), ("this", hidden)]


async def test_links_are_shown_as_their_writer_wished(town: Town) -> None:
    """An edit keeps a preview that was there, and none that was not; our own words have none."""
    anna, _, group = await connected(town)
    for options in ({}, {"link_preview_options": {"is_disabled": True}}):
        sent = await anna.sends(raw={"text": "see https://example.org/1", **options})
        await anna.edits(sent, "see https://example.org/2")
        assert newest(group).last.text == "see https://example.org/2"
        assert look(newest(group).last) == options
        assert len(newest(group).last.raw["entities"]) == 1


async def test_formatted_words_are_quoted(town: Town) -> None:
    """Telegram takes a quote only with its formatting, and of two that are alike the one that is meant."""
    anna, li, group = await connected(town)
    await li.sends(
        topic=newest(group), raw={"text": "Monday at three or Tuesday at three", "entities": [BOLD]}
    )
    for position, marks in ((7, [BOLD | {"offset": 0}]), (27, [])):
        quote = {"text": "at three", "position": position, "is_manual": True, "entities": marks}
        asked = next(one for one in anna.heard if one.text.startswith("Monday")).message_id
        await anna.sends(raw={"text": "this one", "quote": quote}, reply_to=asked)
        shown = newest(group).last.raw["quote"]
        assert (shown["position"], shown.get("entities", [])) == (position, marks)


async def test_an_update_of_an_edit_without_its_time(town: Town) -> None:
    """Telegram leaves the time of some edits out: they are shown all the same."""
    anna, _, group = await connected(town)
    sent = await anna.says("one")
    raw = next(one.raw for one in anna.seen if one.message_id == sent)
    town.world.garbage({"edited_message": raw | {"text": "two"}})
    await town.settle()
    assert newest(group).last.text == "two"


async def test_words_that_no_bot_can_edit_are_shown_anew(town: Town) -> None:
    """A document written in the app is copied, and copied again when it changes."""
    anna, _, group = await connected(town)
    sent = await anna.sends(raw={"rich_message": {"blocks": ["one"]}})
    first = newest(group).last
    raw = next(one.raw for one in anna.seen if one.message_id == sent) | {"rich_message": {"blocks": ["two"]}}
    town.world.state.privates[100001, anna.id].messages[sent] = raw
    town.world.garbage({"edited_message": raw | {"edit_date": 2}})
    await town.settle()
    assert first.raw["rich_message"] == {"blocks": ["one"]}
    assert newest(group).last.raw["rich_message"] == {"blocks": ["two"]}
    assert newest(group).last.raw["reply_to_message"]["message_id"] == first.message_id
