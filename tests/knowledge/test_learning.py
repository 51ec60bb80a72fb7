"""The base grows by what it could not answer."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage.knowledge import HumanAnswer
from storage.question import Question
from tests.knowledge.test_editing import asker
from tests.town.people import Person
from tests.town.town import Town

PIANO = (
    "Do you give piano lessons?",
    "Do you give piano lessons here?",
    "Do you give piano lessons for kids?",
)


async def ask_in_vain(town: Town, *texts: str) -> Person:
    """Somebody asks what the base does not know."""
    anna = await asker(town)
    for text in texts:
        await anna.says(text)
        await town.travel(seconds=5)
    return anna


async def ask_a_colleague(town: Town, question: str, *replies: str) -> None:
    """A question goes to a colleague, who answers it."""
    anna = await asker(town)
    li = await town.agent("Li", "consulting")
    await anna.says(question)
    await town.travel(seconds=5)
    if "Something else" in anna.last.buttons:
        await anna.presses("Something else")
    await anna.presses("Ask a colleague")
    topic = town.group("consulting").topics[-1]
    await li.presses("处理", topic=topic)
    for reply in replies:
        await li.says(reply, topic=topic)


async def open_questions(town: Town) -> int:
    """How many kept questions nobody has taken care of."""
    async with town.store.read() as session:
        rows = await session.scalars(
            select(Question).where(Question.settled_at.is_(None), Question.result != "answered")
        )
        return len(list(rows))


async def test_nothing_to_learn(town: Town) -> None:
    """Without open questions /learn says so."""
    boss = await town.manager()
    await boss.says("/learn")
    assert "nothing to learn" in boss.last.text


async def test_wordings_are_added_with_one_tap(town: Town) -> None:
    """What was asked in vain is gathered; one tap leads its words to an entry, live at once and undoable."""
    boss = await town.manager()
    anna = await ask_in_vain(town, *PIANO)
    await boss.says("/learn")
    assert "asked 3× in 30 days, 3× this week" in boss.last.text
    assert "piano lessons" in boss.last.text
    await boss.presses("Add to another one")
    await boss.presses("Look for another one")
    await boss.says("opening hours")
    await boss.presses("open")
    assert "Added to" in boss.last.text
    assert await open_questions(town) == 0
    await anna.says(PIANO[1])
    assert "9 to 18" in anna.last.text
    await boss.presses("Undo")
    assert await open_questions(town) == 3
    await boss.says("/learn")
    assert "asked 3×" in boss.last.text


async def test_colleagues_answer_becomes_an_entry(town: Town) -> None:
    """What a colleague answered by hand is offered as an entry: shown, published with one tap, live."""
    boss = await town.manager()
    await ask_a_colleague(
        town, PIANO[0], "One moment", "Yes, piano lessons are on Fridays, ask Ms Chen 13800138000."
    )
    await boss.says("/learn")
    assert "A colleague answered:\nYes, piano lessons are on Fridays" in boss.last.text
    assert "13800138000" not in boss.last.text
    await boss.presses("colleague's reply")
    assert "This is what it would be" in boss.last.text
    assert "numbers and addresses are left out" in boss.last.text
    await boss.presses("Publish it")
    bea = await town.customer("Bea")
    await bea.says("/start")
    await bea.says(PIANO[0])
    assert bea.last.text.startswith("Yes, piano lessons are on Fridays")


async def test_colleagues_answer_can_be_changed_first(town: Town) -> None:
    """The form is filled in with what is known; the manager changes the answer and sends it."""
    boss = await town.manager()
    await ask_a_colleague(town, PIANO[0], "Yes, on Fridays, I think.")
    await boss.says("/learn")
    await boss.presses("colleague's reply")
    await boss.presses("Change it first")
    await boss.presses("Skip")
    await boss.presses("Answer")
    await boss.says("Yes, on Fridays.")
    await boss.presses("Send")
    assert await open_questions(town) == 0
    bea = await town.customer("Bea")
    await bea.says("/start")
    await bea.says(PIANO[0])
    assert bea.last.text.startswith("Yes, on Fridays.\n")


async def test_what_did_not_help_is_a_lesson(town: Town) -> None:
    """An answer that did not help is shown with the entry it came from."""
    boss, anna = await town.manager(), await asker(town)
    await anna.says("When are you open?")
    await anna.presses("👎")
    await boss.says("/learn")
    assert "When are you open?" in boss.last.text
    assert "Nearest answer" in boss.last.text


async def test_dismissed_is_gone_and_can_be_brought_back(town: Town) -> None:
    """A lesson with nothing in it is put aside, and brought back by undo."""
    boss = await town.manager()
    await ask_in_vain(town, "zxqv blorp wibble kraz flumph?")
    await boss.says("/learn")
    await boss.presses("Nothing to learn")
    assert "put aside" in boss.last.text
    await boss.says("/learn")
    assert "nothing to learn" in boss.last.text
    await boss.presses("Undo")
    await boss.says("/learn")
    assert "blorp" in boss.last.text


async def test_next_lesson(town: Town) -> None:
    """Lessons come one at a time, the most asked first."""
    boss = await town.manager()
    await ask_in_vain(town, *PIANO, "zxqv blorp wibble kraz flumph?")
    await boss.says("/learn")
    assert "1 of 2" in boss.last.text
    assert "piano" in boss.last.text
    await boss.presses("Next")
    assert "2 of 2" in boss.last.text
    assert "blorp" in boss.last.text


async def test_asked_straight_from_a_colleague(town: Town) -> None:
    """A question that never went to the bot is learnt from as well, with the colleague's answer."""
    boss = await town.manager()
    anna = await asker(town)
    li = await town.agent("Li", "consulting")
    await anna.says("talk to a person")
    await anna.says("Is there a canteen in the building?")
    topic = town.group("consulting").topics[-1]
    await li.presses("处理", topic=topic)
    await li.says("Yes, on the second floor.", topic=topic)
    await boss.says("/learn")
    assert "canteen" in boss.last.text
    assert "second floor" in boss.last.text
    await boss.presses("Nothing to learn")
    await boss.says("/learn")
    assert "nothing to learn" in boss.last.text


async def test_personal_numbers_are_not_shown(town: Town) -> None:
    """Numbers and addresses in a question are neither shown to managers nor learnt."""
    boss = await town.manager()
    await ask_in_vain(town, "Did you lose my flumph, call 13912345678 or anna@example.com?")
    await boss.says("/learn")
    assert "flumph" in boss.last.text
    assert "13912345678" not in boss.last.text
    assert "example.com" not in boss.last.text


async def test_answers_are_forgotten_with_the_questions(town: Town) -> None:
    """Colleagues' answers go with the retention time of questions; without one nothing is kept."""
    await ask_a_colleague(town, PIANO[0], "Yes, on Fridays.")
    town.clock.move(timedelta(days=181))
    await town.app.ticker.retain()
    async with town.store.read() as session:
        assert list(await session.scalars(select(HumanAnswer))) == []
    nothing = town.house.rules.retention.model_copy(update={"questions": timedelta(0)})
    town.house.rules = town.house.rules.model_copy(update={"retention": nothing})
    await ask_a_colleague(town, PIANO[0], "Yes, on Fridays.")
    async with town.store.read() as session:
        assert list(await session.scalars(select(HumanAnswer))) == []


async def test_two_managers_learn_it_once(town: Town) -> None:
    """What one manager has published, the other's button does not make a second time."""
    boss, deputy = await town.manager("Wang"), await town.manager("Zhao")
    await ask_a_colleague(town, PIANO[0], "Yes, piano lessons are on Fridays.")
    for manager in (boss, deputy):
        await manager.says("/learn")
        await manager.presses("colleague's reply")
    await boss.presses("Publish it")
    before = len(town.house.faq.entries)
    assert "taken care of already" in await deputy.presses("Publish it")
    await deputy.says("/learn")
    assert len(town.house.faq.entries) == before
    await boss.presses("Undo")
    assert "is not there any more" in boss.last.text
    await deputy.presses("Publish it")
    assert len(town.house.faq.entries) == before
