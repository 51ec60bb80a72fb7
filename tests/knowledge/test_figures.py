"""Figures of the base, for managers."""

from __future__ import annotations

from tests.knowledge.test_editing import asker
from tests.town.town import Town


async def test_figures(town: Town) -> None:
    """/faq figures counts what was asked, what became of it, the entries told most and those never needed."""
    boss, anna = await town.manager(), await asker(town)
    await anna.says("When are you open?")
    await anna.presses("👍")
    await anna.says("How do I get a refund?")
    await anna.presses("👎")
    await anna.presses("Ask a colleague")
    await town.travel(days=8)
    await boss.says("/faq figures")
    text = boss.last.text
    assert "2 questions, 2 answered at once" in text
    assert "1 helped · 👎 1 did not" in text
    assert "One handed over" in text
    assert "Settled at the first contact: 100% (1 of 1" in text
    assert "(1×)" in text
    assert "Where can I park my car?" in text


async def test_no_questions(town: Town) -> None:
    """A month without questions is said in one line."""
    boss = await town.manager()
    await boss.says("/faq figures")
    assert "No questions were asked." in boss.last.text


async def test_digest_tells_of_questions(town: Town) -> None:
    """The digest has the figures of its time and what could be learnt."""
    boss, anna = await town.manager(), await asker(town)
    await anna.says("When are you open?")
    await anna.says("zxqv blorp wibble kraz flumph?")
    await town.travel(seconds=5)
    await boss.says("/digest")
    assert "2 questions, 1 answered at once" in boss.last.text
    assert "One question could teach me something: /learn" in boss.last.text


async def test_the_weeks_first_digest_tells_more(town: Town) -> None:
    """Once a week the digest also tells which answers were told most and which nobody needed."""
    boss, anna = await town.manager(), await asker(town)
    await anna.says("When are you open?")
    await town.travel(days=6, hours=12)
    await anna.says("What are your opening hours?")
    await town.travel(hours=11)
    text = boss.last.text
    assert text.startswith("📋 Monday")
    assert "One question, 1 answered at once" in text
    assert "The last 30 days" in text
    assert "2 questions, 2 answered at once" in text
    assert "When are you open? (2×)" in text
    assert "Where can I park my car?" in text
    await anna.says("How do I get a refund?")
    await town.travel(days=1)
    assert boss.last.text.startswith("📋 Tuesday")
    assert "The last 30 days" not in boss.last.text
