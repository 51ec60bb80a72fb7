"""Looking after the base in the chat."""

from __future__ import annotations

from sqlalchemy import select

from storage.knowledge import ChangeKind, KnowledgeChange
from storage.person import Person as PersonRow
from tests.town.people import Person
from tests.town.town import Town


async def changes(town: Town) -> list[KnowledgeChange]:
    """All changes, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(KnowledgeChange).order_by(KnowledgeChange.id)))


async def asker(town: Town, language_code: str = "en") -> Person:
    """A customer who has been greeted."""
    anna = await town.customer("Anna", language_code=language_code)
    await anna.says("/start")
    return anna


async def test_only_managers_may(town: Town) -> None:
    """Customers and agents are told kindly that this is for managers."""
    anna = await asker(town)
    await anna.says("/faq")
    assert "manager" in anna.last.text.lower()
    li = await town.agent("Li", "consulting")
    await li.says("/learn")
    assert "manager" in li.last.text.lower()


async def test_overview_shows_the_way(town: Town) -> None:
    """/faq alone says how many answers there are and how to find one."""
    boss = await town.manager()
    await boss.says("/faq")
    assert "3 questions and answers" in boss.last.text
    assert any("Missing translations (1)" in label for label in boss.last.buttons)


async def test_found_by_words_and_by_id(town: Town) -> None:
    """An entry is found by words of its own or by its id, and shown with both answers."""
    boss = await town.manager()
    await boss.says("/faq money back")
    assert "within 14 days" in boss.last.text
    assert "14 天内" in boss.last.text
    await boss.says("/faq hours")
    assert "9 to 18" in boss.last.text
    await boss.says("/faq flumph zxqv")
    assert "nothing for" in boss.last.text


async def test_answer_is_edited_and_live_and_undone(town: Town) -> None:
    """A new answer is told to customers at once; undoing brings the old one back; both are on record."""
    boss, anna = await town.manager("Wang"), await asker(town)
    await boss.says("/faq hours")
    await boss.presses("Answer · English")
    assert any("9 to 18" in text for text in boss.texts[-2:])
    await boss.says("We are open from 8 to 20.")
    assert boss.texts[-2].startswith("We are open from 8 to 20.")
    await anna.says("When are you open?")
    assert "9 to 18" in anna.last.text
    await boss.presses("Publish it")
    assert "is changed" in boss.last.text
    await anna.says("Are you open on Sundays?")
    assert "We are open from 8 to 20." in anna.last.text
    await boss.presses("Undo")
    assert "Undone" in boss.last.text
    await anna.says("What are your opening hours?")
    assert "9 to 18" in anna.last.text
    edited, undone = await changes(town)
    assert (edited.kind, undone.kind) == (ChangeKind.answer_edited, ChangeKind.undone)
    async with town.store.read() as session:
        who = await session.get_one(PersonRow, edited.person_id)
    assert who.name == "Wang"
    assert edited.at == town.now
    assert undone.after is None


async def test_too_long_an_answer_is_asked_for_again(town: Town) -> None:
    """What is too long for a message is refused kindly, and the form goes on waiting."""
    boss = await town.manager()
    await boss.says("/faq hours")
    await boss.presses("Answer · English")
    await boss.says("word " * 800)
    assert "too long" in boss.last.text
    await boss.says("Short.")
    await boss.presses("Publish it")
    assert "is changed" in boss.last.text


async def test_what_was_written_can_be_left_or_written_again(town: Town) -> None:
    """After the preview nothing is changed until it is published; it can be written again, or left."""
    boss = await town.manager()
    await boss.says("/faq hours")
    await boss.presses("Answer · English")
    await boss.says("We are opne.")
    await boss.presses("Write it again")
    await boss.says("We are open.")
    await boss.presses("Leave it")
    assert boss.last.text == "All right, it stays as it was."
    assert await changes(town) == []
    entry = town.house.faq.entry("hours")
    assert entry is not None
    assert "9 to 18" in entry.answer_in("en").text


async def test_wordings_are_added_and_taken_away(town: Town) -> None:
    """A wording added in the chat finds the entry at once; taken away, it is gone."""
    boss, anna = await town.manager(), await asker(town)
    await boss.says("/faq parking")
    await boss.presses("➕ Way of asking")
    await boss.says("Somewhere for my Vespa\n哪儿能放电动车")
    assert "Added to" in boss.last.text
    await anna.says("Somewhere for my Vespa?")
    assert "楼下有停车场" in anna.last.text
    await boss.says("/faq parking")
    assert "8 ways of asking" in boss.last.text
    await boss.presses("➖ Ways of asking")
    await boss.presses("Vespa")
    await boss.says("/faq parking")
    assert "7 ways of asking" in boss.last.text


async def test_known_wording_changes_nothing(town: Town) -> None:
    """A wording the entry has already is not written twice."""
    boss = await town.manager()
    await boss.says("/faq hours")
    await boss.presses("➕ Way of asking")
    await boss.says("when are you OPEN")
    assert "already" in boss.last.text
    assert await changes(town) == []


async def test_same_words_in_another_entry_are_named(town: Town) -> None:
    """Who adds words that another entry has is told of it."""
    boss = await town.manager()
    await boss.says("/faq hours")
    await boss.presses("➕ Way of asking")
    await boss.says("How do I get a refund?")
    assert "has the same words" in boss.last.text


async def test_hidden_is_not_told_and_can_be_published(town: Town) -> None:
    """A hidden entry is not told to customers; published, it is again."""
    boss, anna = await town.manager(), await asker(town)
    await boss.says("/faq hours")
    await boss.presses("Hide")
    await anna.says("When are you open?")
    assert "9 to 18" not in anna.last.text
    await boss.says("/faq hours")
    assert "hidden" in boss.last.text
    await boss.presses("✅ Publish")
    await anna.says("What are your opening hours?")
    assert "9 to 18" in anna.last.text


async def test_new_entry_by_the_form(town: Town) -> None:
    """A new entry is asked for in three steps, shown, sent, live, and can be undone."""
    boss, anna = await town.manager(), await asker(town)
    await boss.says("/faq new")
    await boss.says("Do you teach chess?\nAre there chess lessons\n有国际象棋课吗")
    await boss.says("Yes, on Fridays.")
    await boss.says("有的，每周五。")
    assert "Yes, on Fridays." in boss.last.text
    await boss.presses("Send")
    assert any("New: “Do you teach chess?”" in text for text in boss.texts)
    assert boss.last.text == "有的，每周五。" or "Yes, on Fridays." in boss.last.text
    await anna.says("Do you teach chess?")
    assert anna.last.text.startswith("Yes, on Fridays.")
    await boss.presses("Undo")
    await anna.says("Are there chess lessons")
    assert "Fridays" not in anna.last.text


async def test_older_change_is_undone_after_the_newer(town: Town) -> None:
    """A change that another followed is not undone under it; the manager is told why."""
    boss = await town.manager()
    await boss.says("/faq hours")
    await boss.presses("Hide")
    first = boss.last.message_id
    await boss.presses("Show it")
    await boss.presses("✅ Publish")
    await boss.presses("Undo", message=first)
    assert "changed once more" in boss.last.text


async def test_several_steps_are_undone_and_done_again(town: Town) -> None:
    """Undoing goes back step by step to what the file says; undoing the last undoing does it again."""
    boss = await town.manager()
    for text in ("From 8 to 20.", "From 7 to 21."):
        await boss.says("/faq hours")
        await boss.presses("Answer · English")
        await boss.says(text)
        await boss.presses("Publish it")

    def answer() -> str:
        entry = town.house.faq.entry("hours")
        assert entry is not None
        return entry.answer_in("en").text

    await boss.says("/faq hours")
    await boss.presses("Undo")
    assert answer() == "From 8 to 20."
    await boss.presses("Undo")
    assert answer() == "From 7 to 21."
    for expected in ("From 8 to 20.", "We are open from 9 to 18."):
        await boss.says("/faq hours")
        await boss.presses("Undo")
        assert answer() == expected
    await boss.says("/faq hours")
    assert not any("Undo" in label for label in boss.last.buttons)


async def test_missing_translations_are_listed(town: Town) -> None:
    """Entries without an answer in a language are listed, and lead to the entry."""
    boss = await town.manager()
    await boss.says("/faq missing")
    assert "no English" in boss.last.text
    await boss.presses("park")
    assert "(not written yet)" in boss.last.text


async def test_preview_shows_what_customers_see(town: Town) -> None:
    """The preview holds the answer with its link, buttons and files, in both languages."""
    boss = await town.manager()
    await boss.says("/faq refund")
    before = len(boss.heard)
    await boss.presses("Preview")
    shown = boss.heard[before:]
    assert [one.kind for one in shown] == ["text", "text", "document", "photo"] * 2
    assert "https://example.com/refunds" in shown[1].text
    assert shown[5].buttons == ["Apply for a refund"]


async def test_history_is_on_the_card(town: Town) -> None:
    """The card says what was changed last, by whom and when."""
    boss = await town.manager("Wang")
    await boss.says("/faq hours")
    await boss.presses("Hide")
    await boss.presses("Show it")
    assert "hidden · Wang, 23 Nov, 10:00" in boss.last.text
