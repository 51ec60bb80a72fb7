"""Registrations that have waited too long, and friends who show who they are by themselves."""

from __future__ import annotations

from tests.town.people import Person
from tests.town.town import Town


async def _register(town: Town, who: Person, phone: str) -> None:
    await who.says("/refer")
    await who.presses("Register")
    await who.says("Bob")
    await who.says(phone)


async def test_a_registration_runs_out(town: Town) -> None:
    """A friend who has not come in time may be registered by somebody else; the first one is told."""
    anna = await town.customer("Anna")
    await _register(town, anna, "13912340000")
    await anna.presses("Skip")
    await anna.presses("Send")
    await town.travel(days=91)
    assert any("has run out" in text for text in anna.texts)
    await anna.says("/refer")
    assert "Bob: expired" in anna.last.text
    carl = await town.customer("Carl")
    await _register(town, carl, "13912340000")
    assert "interested in" in carl.last.text


async def test_a_contact_shared_outside_a_form_finds_the_registration(town: Town) -> None:
    """A friend who shares their own number at any time is asked about the one who registered them."""
    anna = await town.customer("Anna")
    await _register(town, anna, "13912340000")
    await anna.presses("Skip")
    await anna.presses("Send")
    bob = await town.customer("Bob", phone="+8613912340000")
    await bob.says("hello")
    await bob.shares_contact()
    assert "Anna recommended us to you" in bob.last.text
