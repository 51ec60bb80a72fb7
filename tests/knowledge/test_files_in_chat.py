"""Pictures and files given to an answer in the chat, and files that are uploaded once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.sandbox import Upload
from handlers.knowledge.edits import merged, with_files, with_wordings, without_file
from storage.knowledge import ChangeKind, KnowledgeChange, KnownFile
from tests.knowledge.conftest import ENTRIES, changed, picture
from tests.town.people import Person
from tests.town.town import Town


async def asker(town: Town, name: str = "Anna") -> Person:
    """A customer who has been greeted."""
    anna = await town.customer(name)
    await anna.says("/start")
    return anna


async def boss_at_files(town: Town, entry: str = "hours") -> Person:
    """A manager who is asked for pictures and files of an entry."""
    boss = await town.manager("Wang")
    await boss.says(f"/faq {entry}")
    await boss.presses("Pictures, files")
    await boss.presses("Add a picture or file")
    return boss


def uploads(town: Town, method: str) -> list[bool]:
    """Of all requests of this method, whether each carried a file (else it named one by its id)."""
    sort = method.removeprefix("send").lower()
    calls = [call for call in town.sandbox.state.calls if call.method == method]
    return [not isinstance(call.params[sort], str) for call in calls]


async def known(town: Town) -> dict[str, KnownFile]:
    """The files the channel holds, by name."""
    async with town.store.read() as session:
        return {row.name: row for row in await session.scalars(select(KnownFile))}


async def test_a_picture_sent_by_a_manager_goes_to_customers(town: Town) -> None:
    """/faq, edit, send a photo: the next customer gets it under the answer, and undo takes it back."""
    boss, anna = await boss_at_files(town), await asker(town)
    await boss.sends(photo=picture(), caption="Our door, on the left")
    await boss.presses("That's all")
    assert "Added to “When are you open?”" in boss.last.text
    before = len(anna.heard)
    await anna.says("When are you open?")
    told = anna.heard[before:]
    assert [one.kind for one in told] == ["text", "photo", "text"]
    assert told[1].text == "Our door, on the left"
    assert uploads(town, "sendPhoto") == [False]
    await boss.presses("Undo")
    before = len(anna.heard)
    await anna.says("What are your opening hours?")
    assert [one.kind for one in anna.heard[before:]] == ["text"]
    async with town.store.read() as session:
        kinds = list(await session.scalars(select(KnowledgeChange.kind).order_by(KnowledgeChange.id)))
    assert kinds == [ChangeKind.file_added, ChangeKind.undone]


async def test_preview_and_card_show_what_comes_along(town: Town) -> None:
    """The card counts the files, and the preview sends them as customers get them."""
    boss = await boss_at_files(town)
    await boss.sends(photo=picture())
    await boss.sends(document=Upload(b"%PDF-1.4", "prices.pdf"))
    await boss.says("done")
    await boss.says("/faq hours")
    assert "2 pictures and files come along" in boss.last.text
    before = len(boss.heard)
    await boss.presses("Preview")
    assert [one.kind for one in boss.heard[before:]].count("photo") == 2
    assert boss.last.raw["document"]["file_name"] == "prices.pdf"


async def test_an_album_with_one_caption(town: Town) -> None:
    """The pictures of an album come along together; the caption stays with its picture."""
    boss, anna = await boss_at_files(town), await asker(town)
    await boss.sends(album=[{"photo": picture(), "caption": "The way in"}, {"photo": picture()[:-1] + b"x"}])
    await boss.says("that's all")
    before = len(anna.heard)
    await anna.says("When are you open?")
    photos = [one for one in anna.heard[before:] if one.kind == "photo"]
    assert sorted(one.text for one in photos) == ["", "The way in"]


async def test_one_is_taken_away(town: Town) -> None:
    """A file of the base can be taken away in the chat; customers do not get it any more."""
    boss, anna = await town.manager(), await asker(town)
    await boss.says("/faq refund")
    await boss.presses("Pictures, files")
    assert boss.last.buttons[:2] == ["✖️ The form", "✖️ desk.png"]
    await boss.presses("The form")
    assert "Taken away from" in boss.last.text
    before = len(anna.heard)
    await anna.says("How do I get a refund?")
    assert [one.kind for one in anna.heard[before:]] == ["text", "photo", "text"]


async def test_nothing_sent_changes_nothing(town: Town) -> None:
    """Leaving without a file, or cancelling after one, adds nothing."""
    boss = await boss_at_files(town)
    await boss.presses("Nothing to add")
    assert boss.last.text == "Nothing was added."
    await boss.says("/faq hours")
    await boss.presses("Pictures, files")
    await boss.presses("Add a picture or file")
    await boss.sends(photo=picture())
    await boss.says("cancel")
    assert boss.last.text == "Nothing was added."
    assert await known(town) == {}


async def test_at_most_five(town: Town) -> None:
    """Customers are not flooded: more than five are left out, and the manager is told."""
    boss = await boss_at_files(town)
    for number in range(6):
        await boss.sends(document=Upload(b"%PDF-" + bytes([number]), f"{number}.pdf"))
    await boss.presses("That's all")
    assert "At most 5" in boss.last.text
    await boss.says("/faq hours")
    assert "5 pictures and files" in boss.last.text
    await boss.presses("Pictures, files")
    assert not any("Add" in label for label in boss.last.buttons)


async def test_a_file_of_the_folder_is_uploaded_once(town: Town, folder: Path) -> None:
    """The second customer gets the file by its id; a file that has changed is uploaded anew."""
    anna, bea = await asker(town), await asker(town, "Bea")
    await anna.says("How do I get a refund?")
    await bea.says("How do I get a refund?")
    assert uploads(town, "sendDocument") == [True, False]
    assert uploads(town, "sendPhoto") == [True, False]
    assert bea.heard[-3].raw["document"]["file_name"] == "form.pdf"
    (folder / "files" / "form.pdf").write_bytes(b"%PDF-1.4 a newer form")
    carl = await asker(town, "Carl")
    await carl.says("I want to return my course")
    assert uploads(town, "sendDocument") == [True, False, True]
    assert uploads(town, "sendPhoto") == [True, False, False]


async def test_an_id_that_is_no_longer_good(town: Town) -> None:
    """Where Telegram does not know the id any more, the file is uploaded again and arrives all the same."""
    anna, bea = await asker(town), await asker(town, "Bea")
    await anna.says("How do I get a refund?")
    async with town.store.begin() as session:
        for row in await session.scalars(select(KnownFile)):
            row.file_id = "gone-" + row.file_id
    before = len(bea.heard)
    await bea.says("How do I get a refund?")
    assert [one.kind for one in bea.heard[before:]] == ["text", "document", "photo", "text"]
    assert not any(row.file_id.startswith("gone-") for row in (await known(town)).values())


async def test_only_managers_add_files(town: Town) -> None:
    """Who is no manager any more when the file is sent in adds nothing."""
    boss = await boss_at_files(town)
    await boss.sends(photo=picture())
    async with town.store.begin() as session:
        from storage.staff import Staff, StaffRole

        for row in await session.scalars(select(Staff)):
            row.role = StaffRole.agent
    await boss.presses("That's all")
    assert "manager" in boss.last.text.lower()
    assert await known(town) == {}


def test_a_newer_file_keeps_what_was_added_here() -> None:
    """Taking the file's word keeps pictures that were sent in the chat, and leaves out those taken away."""
    before = ENTRIES[2]
    photo = before.attachments[1]
    ours = with_files(without_file(before, "files/form.pdf"), [type(photo)("chat/1/door.jpg", "photo")])
    theirs = with_wordings(changed("refund")[2], ["money back please"])
    taken = merged(before, ours, theirs)
    assert [one.file for one in taken.attachments] == ["files/desk.png", "chat/1/door.jpg"]
    assert "money back please" in [text for _, text in taken.phrasings()]
