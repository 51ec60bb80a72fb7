"""Buttons are checked when they are pressed."""

from __future__ import annotations

from sqlalchemy import update

from storage.action import Action
from tests.town.people import Person
from tests.town.town import Town

GONE = "This button is no longer in use. Please start again from the menu."


async def asked(town: Town) -> Person:
    """A customer with an answer and its buttons before them."""
    anna = await town.customer("Anna")
    await anna.says("What subjects do you teach?")
    return anna


async def test_old_button_answers_politely(town: Town) -> None:
    """An expired button says so and does nothing."""
    anna = await asked(town)
    await town.travel(days=91)
    assert await anna.presses("👍") == GONE


async def test_forged_button_answers_politely(town: Town) -> None:
    """A button whose action is not stored does nothing."""
    anna = await asked(town)
    async with town.store.begin() as session:
        await session.execute(update(Action).values(kind="no.such.thing"))
    assert await anna.presses("👍") == GONE


async def test_button_of_somebody_else(town: Town) -> None:
    """Only whom a button is for may press it."""
    anna = await asked(town)
    async with town.store.begin() as session:
        await session.execute(update(Action).values(audience="person:999"))
    assert await anna.presses("👍") == "This button is not for you."


async def test_once_is_once(town: Town) -> None:
    """A second press of a button that works once is answered and changes nothing."""
    anna = await asked(town)
    assert await anna.presses("👍") == "Glad to hear it!"
    assert await anna.presses("👍") == "That has been done already."


async def test_menu_buttons_work_again_and_again(town: Town) -> None:
    """The menu's buttons never wear out."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await town.travel(days=200)
    for _ in range(2):
        await anna.presses("Ask a question")
        assert "type your question" in anna.last.text
