"""Every process follows the base, and a changed file is reviewed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from bot.knowledge_following import KnowledgeFollower
from faq import Entry, Matcher
from handlers.house import House
from storage.knowledge import KnowledgeEntry
from tests.knowledge.conftest import ENTRIES, changed
from tests.town.house import school
from tests.town.town import Town


def house_of(entries: tuple[Entry, ...], folder: Path) -> House:
    """Another process's house, over a file with these entries."""
    house = school()
    house.faq = Matcher.build(entries)
    house.in_file = {entry.id: entry for entry in entries}
    house.faq_folder = folder
    return house


async def edit(town: Town, entry: str, text: str) -> None:
    """A manager changes an English answer."""
    boss = await town.manager("Wang")
    await boss.says(f"/faq {entry}")
    await boss.presses("Answer · English")
    await boss.says(text)
    await boss.presses("Publish it")


async def test_another_process_follows(town: Town, folder: Path) -> None:
    """A process that did not make the change knows it at its next look, and not twice."""
    other = house_of(ENTRIES, folder)
    follower = KnowledgeFollower(town.store, other, now=town.clock.now)
    assert await follower.look() == 0
    await edit(town, "hours", "From 8 to 20.")
    assert await follower.look() == 1
    entry = other.faq.entry("hours")
    assert entry is not None
    assert entry.answer_in("en").text == "From 8 to 20."
    assert await follower.look() == 0


async def test_who_starts_later_knows_it_all(town: Town, folder: Path) -> None:
    """A process that starts after the changes begins with them, new entries and undone ones included."""
    await edit(town, "hours", "From 8 to 20.")
    boss = await town.manager("Li")
    await boss.says("/faq new")
    await boss.says("Do you teach chess?")
    await boss.says("Yes.")
    await boss.says("有的。")
    await boss.presses("Send")
    other = house_of(ENTRIES, folder)
    await KnowledgeFollower(town.store, other, now=town.clock.now).open()
    assert len(other.faq.entries) == 4
    assert other.faq.rank("Do you teach chess?")[0].id.startswith("chat-")
    await boss.presses("Undo")
    await KnowledgeFollower(town.store, other, now=town.clock.now).open()
    assert len(other.faq.entries) == 3


async def test_many_changes_are_learnt_at_once(town: Town, folder: Path) -> None:
    """A late starter builds its matcher anew rather than learning every change by itself."""
    async with town.store.begin() as session:
        for number in range(30):
            body = {
                "id": f"chat-{number}",
                "questions": [f"What about subject number {number}?"],
                "answer": f"Subject {number}.",
                "category": "",
                "tags": [],
                "valid_from": None,
                "valid_until": None,
                "buttons": [],
                "links": [],
                "attachments": [],
                "hidden": False,
            }
            session.add(
                KnowledgeEntry(entry=f"chat-{number}", body=body, version=number + 1, changed_at=town.now)
            )
    other = house_of(ENTRIES, folder)
    follower = KnowledgeFollower(town.store, other, now=town.clock.now)
    assert await follower.look() == 30
    assert len(other.faq.entries) == 33


async def restart(town: Town, entries: tuple[Entry, ...]) -> None:
    """Start again over a file that says this now."""
    town.house.faq = Matcher.build(entries)
    town.house.in_file = {entry.id: entry for entry in entries}
    town.app.knowledge = KnowledgeFollower(town.store, town.house, now=town.clock.now)
    await town.app.knowledge.open()
    await town.settle()


async def test_file_changes_come_through_where_nothing_was_edited(town: Town) -> None:
    """What nobody touched in the chat is as the file says, without asking anybody."""
    await edit(town, "hours", "From 8 to 20.")
    boss = await town.manager("Li")
    before = len(boss.texts)
    await restart(town, changed("parking", answer={"zh": "后院停车。"}))
    entry = town.house.faq.entry("parking")
    assert entry is not None
    assert entry.answer_in("zh").text == "后院停车。"
    assert len(boss.texts) == before


async def test_changed_file_is_reviewed_and_ours_stands_until_then(town: Town) -> None:
    """Where both changed, managers see both and decide; nothing is overwritten in silence."""
    boss = await town.manager("Li")
    await edit(town, "hours", "From 8 to 20.")
    await restart(town, changed("hours", answer={"en": "From 7 to 17.", "zh": "7 点到 17 点。"}))
    assert "In the file: From 7 to 17." in boss.last.text
    assert "Here: From 8 to 20." in boss.last.text
    told = len(boss.texts)
    anna = await town.customer("Anna")
    await anna.says("/start")
    await anna.says("When are you open?")
    assert "From 8 to 20." in anna.last.text
    # Another start asks nobody twice.
    await restart(town, tuple(town.house.in_file.values()))
    assert len(boss.texts) == told
    await boss.presses("Keep ours")
    assert "stays as it is here" in boss.last.text
    await boss.says("/faq review")
    assert "Nothing waits" in boss.last.text


async def test_taking_the_files_keeps_added_wordings(town: Town) -> None:
    """The file's answer is taken, and customers are still understood by the wordings added here."""
    boss = await town.manager("Li")
    await boss.says("/faq hours")
    await boss.presses("➕ Way of asking")
    await boss.says("Till what time can I drop by")
    await edit(town, "hours", "From 8 to 20.")
    await restart(town, changed("hours", answer={"en": "From 7 to 17.", "zh": "7 点到 17 点。"}))
    await boss.says("/faq review")
    await boss.presses("Take the file")
    entry = town.house.faq.entry("hours")
    assert entry is not None
    assert entry.answer_in("en").text == "From 7 to 17."
    assert "Till what time can I drop by" in [text for _, text in entry.phrasings()]
    await boss.presses("Undo")
    entry = town.house.faq.entry("hours")
    assert entry is not None
    assert entry.answer_in("en").text == "From 8 to 20."


async def test_entry_gone_from_the_file_is_asked_about(town: Town) -> None:
    """An edited entry that the file dropped stays until a manager removes it here too."""
    boss = await town.manager("Li")
    await edit(town, "hours", "From 8 to 20.")
    await restart(town, tuple(entry for entry in ENTRIES if entry.id != "hours"))
    assert "does not have" in boss.last.text
    assert town.house.faq.entry("hours") is not None
    await boss.presses("Remove it")
    assert town.house.faq.entry("hours") is None


async def test_decision_on_an_outdated_question_changes_nothing(town: Town) -> None:
    """A button of a question that the file has moved past says so."""
    boss = await town.manager("Li")
    await edit(town, "hours", "From 8 to 20.")
    await restart(town, changed("hours", answer={"en": "From 7 to 17.", "zh": "…"}))
    asked = boss.last.message_id
    await restart(town, changed("hours", answer={"en": "From 6 to 16.", "zh": "…"}))
    await boss.presses("Take the file", message=asked)
    assert "settled itself" in boss.last.text
    entry = town.house.faq.entry("hours")
    assert entry is not None
    assert entry.answer_in("en").text == "From 8 to 20."


async def test_file_that_caught_up_is_followed_again(town: Town) -> None:
    """When the file says what was written here, nobody is asked, and later changes of it come through."""
    boss = await town.manager("Li")
    await edit(town, "hours", "From 8 to 20.")
    ours = town.house.faq.entry("hours")
    assert ours is not None
    before = len(boss.texts)
    await restart(town, tuple(ours if entry.id == "hours" else entry for entry in ENTRIES))
    assert len(boss.texts) == before
    await restart(town, tuple(replace(ours, answer="New.") if e.id == "hours" else e for e in ENTRIES))
    async with town.store.read() as session:
        [row] = await session.scalars(select(KnowledgeEntry))
    assert row.body is None
    entry = town.house.faq.entry("hours")
    assert entry is not None
    assert entry.answer == "New."
