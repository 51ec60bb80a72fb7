"""What a copy does not show by itself is said beside it; what cannot be copied is named to both sides."""

from __future__ import annotations

import pytest

from tests.desk.test_talking import connected, newest
from tests.town.town import Town


async def test_a_forwarded_message_is_called_so_to_the_agents(town: Town) -> None:
    """With the name of who wrote it first, if the app tells: a copy would pass for the customer's words."""
    anna, _, group = await connected(town)
    await anna.says("look what they wrote")
    await anna.sends(forward={"text": "you are <b>banned</b>", "name": "Boss <i>\u202eX +86 138 0013 8000"})
    label, copy = newest(group).seen[-2:]
    assert label.text == "↪️ 转发自Boss <i>X ••••："
    assert copy.text == "you are <b>banned</b>"


async def test_a_forwarded_message_is_called_so_to_the_customer(town: Town) -> None:
    """Without a name: whom colleagues talk to is their own affair."""
    anna, li, group = await connected(town)
    await li.sends(topic=newest(group), forward={"text": "closed on Sunday", "name": "Head office"})
    assert [one.text for one in anna.heard[-2:]] == ["↪️ Forwarded:", "closed on Sunday"]


async def test_an_answer_to_what_agents_have_not_seen_says_to_what(town: Town) -> None:
    """The customer replies to something the bot said: the agents read the beginning of it."""
    anna, _, group = await connected(town)
    taken = next(one for one in anna.heard if "is looking after" in one.text)
    await anna.says("who is that?", reply_to=taken.message_id)
    label, copy = newest(group).seen[-2:]
    assert label.text.startswith("↩️ 回复的是：“Li from Consulting is looking after")
    assert copy.text == "who is that?"


async def test_an_answer_to_a_message_elsewhere_says_so(town: Town) -> None:
    """A reply to a message of another chat carries the words that were quoted there."""
    anna, _, group = await connected(town)
    quote = {"text": "ten percent off", "position": 0}
    await anna.sends(raw={"text": "is this true?", "external_reply": {"origin": {}}, "quote": quote})
    assert newest(group).seen[-2].text == "↩️ 回复的是：“ten percent off”"


async def test_what_was_quoted_is_quoted(town: Town) -> None:
    """The part of a message that somebody marked is marked on the other side too."""
    anna, li, group = await connected(town)
    await li.says("Monday at three or Tuesday at four", topic=newest(group))
    quote = {"text": "Tuesday at four", "position": 19, "is_manual": True}
    await anna.sends(raw={"text": "this one", "quote": quote}, reply_to=anna.last.message_id)
    copy = newest(group).last
    assert copy.text == "this one"
    assert copy.raw["quote"]["text"] == "Tuesday at four"
    assert copy.raw["reply_to_message"]["text"].startswith("Monday")


async def test_a_quote_that_is_gone_costs_only_the_quote(town: Town) -> None:
    """If the words quoted are not there any more, the reply arrives without them."""
    anna, li, group = await connected(town)
    await li.says("Monday at three or Tuesday at four", topic=newest(group))
    town.world.fault("400", method="copyMessage", times=1, text="Bad Request: QUOTE_TEXT_INVALID")
    quote = {"text": "Tuesday at four", "position": 19, "is_manual": True}
    await anna.sends(raw={"text": "this one", "quote": quote}, reply_to=anna.last.message_id)
    copy = newest(group).last
    assert copy.text == "this one"
    assert "quote" not in copy.raw
    assert "reply_to_message" in copy.raw


async def test_an_agents_reply_to_a_note_tells_the_customer_nothing_of_it(town: Town) -> None:
    """What colleagues said among themselves is never quoted to a customer."""
    anna, li, group = await connected(town)
    note = await li.says("// she is difficult", topic=newest(group))
    heard = len(anna.heard)
    await li.says("Hello Anna", topic=newest(group), reply_to=note)
    assert all("difficult" not in str(one.raw) for one in anna.heard[heard:])


@pytest.mark.parametrize("what", ["story", "paid_media", "checklist"])
async def test_what_nobody_can_copy_is_named_to_both_sides(town: Town, what: str) -> None:
    """A customer's story: they are asked for another form, and the agents hear what it was."""
    anna, _, group = await connected(town)
    await anna.sends(raw={what: {"id": 1}})
    assert "can't pass on this kind" in anna.last.text
    assert what.replace("_", " ") in newest(group).last.text


async def test_what_an_agent_cannot_send_is_said_to_them(town: Town) -> None:
    """An agent's story goes nowhere, and the agent hears so at once."""
    anna, li, group = await connected(town)
    heard = len(anna.heard)
    sent = await li.sends(topic=newest(group), raw={"story": {"id": 1}})
    assert newest(group).last.text.startswith("没有发出")
    assert newest(group).last.raw["reply_to_message"]["message_id"] == sent
    assert len(anna.heard) == heard


async def test_a_live_place_is_shown_now_and_then(town: Town) -> None:
    """Somebody who shares where they are moves all the time; agents see a new place every ten minutes."""
    anna, _, group = await connected(town)
    sent = await anna.sends(location={"latitude": 31.2, "longitude": 121.5})
    chat = town.world.state.privates[100001, anna.id]
    for step in range(1, 25):
        moved = {**chat.messages[sent], "location": {"latitude": 31.2 + step, "longitude": 121.5}}
        chat.messages[sent] = moved
        town.world.garbage({"edited_message": moved | {"edit_date": int(town.now.timestamp())}})
        await town.travel(minutes=1)
    places = [one.raw["location"]["latitude"] for one in newest(group).seen if "location" in one.raw]
    assert len(places) == 3
    assert places[0] == 31.2
