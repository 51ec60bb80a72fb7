"""Forms that do not end in a case, and words for people."""

from __future__ import annotations

from sqlalchemy import select

from storage.draft import Draft


async def test_a_voice_note_needs_somebody_to_listen(town):
    """A form that goes to no colleague asks kindly for words instead of a voice note."""
    anna = await town.customer("Anna")
    await anna.says("/refer")
    await anna.presses("Register a friend")
    await anna.sends(voice=b"sound")
    assert "can't listen" in anna.last.text
    await anna.sends(sticker=b"sticker")
    assert "can't put that into the form" in anna.last.text
    await anna.says("Cai")
    assert "(2 of 3)" in anna.last.text


async def test_asking_for_a_person_ends_the_form(town):
    """Who asks for a person in the middle of a form gets one, and the form is out of the way."""
    await town.open_group("consulting")
    anna = await town.customer("Anna")
    await anna.says("/refer")
    await anna.presses("Register a friend")
    await anna.says("talk to a human")
    async with town.store.read() as session:
        assert (await session.scalars(select(Draft))).all() == []
    assert any("nothing of it was kept" in text for text in anna.texts)


async def test_a_message_of_another_kind_at_a_button_question(town):
    """A question mark at a phone question is a question, and the number is asked again afterwards."""
    anna = await town.customer("Anna")
    await anna.says("/refer")
    await anna.presses("Register a friend")
    await anna.says("Cai")
    await anna.says("do you really need that?")
    assert "phone number" in anna.last.text
    assert "(2 of 3)" in anna.last.text


async def test_the_language_follows_in_the_middle(town):
    """A form goes on in the language the customer changes to."""
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/complaint")
    await anna.says("老师连续两次迟到了二十分钟，孩子等了很久")
    assert "哪一类" in anna.last.text
