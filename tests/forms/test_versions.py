"""A form that changed while somebody was filling it in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import forms
from handlers.complaint import COMPLAINT


@pytest.fixture
def changed_later():
    """Put the complaint form back as it is when the test is over."""
    yield
    forms.declare(COMPLAINT)


async def test_only_what_is_missing_is_asked(town, changed_later):
    """Answers survive a new version of the form; a question it dropped is not asked any more."""
    await town.open_group("complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/complaint")
    await anna.says("The room was cold.")
    fields = tuple(field for field in COMPLAINT.fields if field.name not in ("category", "wish"))
    forms.declare(replace(COMPLAINT, version=COMPLAINT.version + 1, fields=fields))
    await anna.says("Rooms")
    assert "changed a little" in anna.last.text
    assert "photos" in anna.last.text
    await anna.presses("Nothing")
    await anna.presses("Here in the chat")
    assert "The room was cold." in anna.last.text
    assert "Something else" not in anna.last.text


async def test_old_buttons_of_an_old_version(town, changed_later):
    """A button of the old version brings the question of the new one."""
    await town.open_group("complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/complaint")
    await anna.says("The room was cold.")
    fields = tuple(field for field in COMPLAINT.fields if field.name not in ("category", "wish"))
    forms.declare(replace(COMPLAINT, version=COMPLAINT.version + 1, fields=fields))
    await anna.presses("Rooms")
    assert "changed a little" in anna.last.text
