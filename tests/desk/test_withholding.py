"""What has not reached the customer yet can be held back: by /unsend, or by making a note of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.desk.test_notes import noted, sent_to
from tests.desk.test_talking import connected, newest
from tests.gateways.test_contract import PNG
from tests.relay.test_albums import albums_in
from tests.town.people import Group, Person
from tests.town.town import Town

PICTURES: list[dict[str, Any]] = [{"photo": PNG, "caption": words} for words in ("one", "two", "three")]


async def thinks(town: Town) -> None:
    """Everything that was written is handled, and nothing goes out yet."""
    await town.receive()
    await town.app.worker.once()


async def writes(town: Town, who: Person, group: Group, **content: Any) -> list[int]:
    """Write into the newest topic, while what is owed waits."""
    sent = town.world.send(who.id, group.id, thread=newest(group).thread, **content)
    await thinks(town)
    return sent if isinstance(sent, list) else [sent]


async def test_unsend_holds_back_what_still_waits(town: Town) -> None:
    """While sending pauses, the copy is taken out of what is owed; what came after it goes out."""
    anna, li, group = await connected(town)
    before = anna.texts
    (wrong,) = await writes(town, li, group, text="this is for Bob")
    await writes(town, li, group, text="/unsend", reply_to=wrong)
    await writes(town, li, group, text="at three")
    await town.settle()
    assert anna.texts == [*before, "at three"]
    assert any("及时拦下了" in text for text in newest(group).texts)
    assert noted(town, group, wrong)


@pytest.mark.parametrize("how", ["/unsend", "a note"])
async def test_what_was_kept_for_a_blocked_chat_is_not_delivered_later(town: Town, how: str) -> None:
    """The customer comes back, and gets only what its writer still wants them to have."""
    anna, li, group = await connected(town)
    before = anna.texts
    town.world.block(anna.id)
    await town.settle()
    wrong = await li.says("this is for Bob", topic=newest(group))
    await li.says("at three", topic=newest(group))
    if how == "/unsend":
        await li.says("/unsend", topic=newest(group), reply_to=wrong)
    else:
        await li.edits(wrong, "// this was for Bob", topic=newest(group))
    town.world.unblock(anna.id)
    await town.settle()
    assert anna.texts == [*before, "at three"]


async def test_an_edit_into_a_note_holds_back_what_still_waits(town: Town) -> None:
    """Nothing was sent, so nothing is left there, and nobody is told that it was."""
    anna, li, group = await connected(town)
    before = sent_to(town, anna)
    (wrong,) = await writes(town, li, group, text="she is cross")
    town.world.edit(li.id, group.id, wrong, text="// she is cross")
    await thinks(town)
    await town.settle()
    assert sent_to(town, anna) == before
    assert not any("/unsend" in text for text in newest(group).texts)


async def test_one_picture_of_an_album_that_gathers_is_held_back(town: Town) -> None:
    """The others go out together without it."""
    anna, li, group = await connected(town)
    _, wrong, _ = await writes(town, li, group, album=PICTURES)
    await writes(town, li, group, text="/unsend", reply_to=wrong)
    await town.settle()
    await town.travel(seconds=3)
    (album,) = albums_in(anna.heard)
    assert [one.text for one in album] == ["one", "three"]


@pytest.mark.parametrize("answering", [False, True])
async def test_pictures_of_an_album_that_waits_are_held_back(town: Town, answering: bool) -> None:
    """Gathered and about to be sent, it loses those that were withdrawn, and keeps its captions."""
    anna, li, group = await connected(town)
    await anna.says("which room?")
    asked = newest(group).last.message_id if answering else None
    first, second, _ = await writes(town, li, group, album=PICTURES, reply_to=asked)
    await writes(town, li, group, text="that is all")
    for wrong in (first, second):
        await writes(town, li, group, text="/unsend", reply_to=wrong)
    await town.settle()
    assert anna.texts[-2:] == ["three", "that is all"]
    assert not {"one", "two"} & set(anna.texts)


async def test_an_album_edited_into_a_note_stays_here(town: Town) -> None:
    """One caption changed in time keeps every picture from the customer."""
    anna, li, group = await connected(town)
    before = sent_to(town, anna)
    parts = await writes(town, li, group, album=PICTURES)
    town.world.edit(li.id, group.id, parts[2], caption="// not for her")
    await thinks(town)
    await town.settle()
    await town.travel(seconds=3)
    assert sent_to(town, anna) == before


async def test_a_stranger_to_the_case_holds_nothing_back(town: Town) -> None:
    """A colleague who does not write to this customer is told so, and the message goes out."""
    anna, li, group = await connected(town)
    zhao = await town.agent("Zhao", "consulting")
    (said,) = await writes(town, li, group, text="at three")
    await writes(town, zhao, group, text="/unsend", reply_to=said)
    await town.settle()
    assert anna.last.text == "at three"
