"""Answers that bring pictures, files and buttons."""

from __future__ import annotations

from pathlib import Path

from handlers.delivery.placing import file_in
from tests.town.people import Person
from tests.town.town import Town


async def asker(town: Town) -> Person:
    """A customer who has been greeted."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    return anna


async def test_files_come_with_the_answer(town: Town) -> None:
    """The answer comes first, then its file and picture, then the question whether it helped."""
    anna = await asker(town)
    before = len(anna.heard)
    await anna.says("How do I get a refund?")
    shown = anna.heard[before:]
    assert [one.kind for one in shown] == ["text", "document", "photo", "text"]
    assert shown[0].text.startswith("You can get a refund within 14 days.")
    assert shown[1].text == "The form"
    assert shown[1].raw["document"]["file_name"] == "form.pdf"
    assert shown[3].buttons == ["👍 Yes", "👎 Not really"]


async def test_button_of_an_answer_starts_its_form(town: Town) -> None:
    """Pressing "apply for a refund" under the answer begins the form it names."""
    anna = await asker(town)
    await anna.says("How do I get a refund?")
    await anna.presses("Apply for a refund")
    assert any("Cancel" in label for label in anna.last.buttons)


async def test_file_that_is_gone_is_left_out(town: Town, folder: Path) -> None:
    """A file that was removed from the folder is left out; the answer still comes."""
    (folder / "files" / "form.pdf").unlink()
    anna = await asker(town)
    before = len(anna.heard)
    await anna.says("How do I get a refund?")
    assert [one.kind for one in anna.heard[before:]] == ["text", "photo", "text"]


def test_files_outside_the_folder_are_not_sent(folder: Path) -> None:
    """Only what lies in the base's folder can be sent."""
    (folder.parent / "secret.txt").write_text("no")
    assert file_in(folder, "../secret.txt") is None
    assert file_in(folder, str(folder.parent / "secret.txt")) is None
    assert file_in(None, "files/form.pdf") is None
    assert file_in(folder, "files/form.pdf") is not None
