"""The header card tells an agent what came before."""

from __future__ import annotations

from tests.desk.cases import complaint, complaint_resolved, newest
from tests.town.town import Town


async def test_it_says_what_the_bot_tried(town: Town) -> None:
    """A question that was handed over comes with what the bot had answered, or that it knew nothing."""
    await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("Do you lend out microscopes over the holidays?")
    await anna.says("talk to a human")
    assert "🤖 我给过几个答案" in newest(town.group("consulting")).card.text


async def test_it_says_what_the_customer_said_last(town: Town) -> None:
    """The outcome of the last return visit stands on the card of the next case."""
    anna, _, group = await complaint_resolved(town)
    await town.travel(hours=3)
    await anna.presses("Satisfied")
    await complaint(town, anna, "Now the lamp is broken")
    card = newest(group).card.text
    assert "Now the lamp is broken" in card
    assert "2026年11月23日 回访：" in card


async def test_the_topics_name_shows_the_state(town: Town) -> None:
    """A list of topics tells at a glance what is new, taken, resolved, open again and closed."""
    li = await town.agent("Li", "consulting")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("talk to a human")
    group = town.group("consulting")
    assert newest(group).name.startswith("🆕 ")
    for press, icon in (("我来处理", "💬"), ("已处理", "☑️"), ("重新打开", "🔁"), ("已处理", "☑️")):
        await li.presses(press, topic=newest(group))
        assert newest(group).name.startswith(f"{icon} ")
    await anna.presses("Yes")
    assert newest(group).name.startswith("✅ ")
    assert newest(group).closed
