"""/mine, /find and /team: what is open, the most urgent first, each a tap away."""

from __future__ import annotations

from tests.desk.cases import complaint, newest
from tests.desk.test_talking import connected, only_case
from tests.town.town import Town


async def test_mine_shows_what_is_due_first(town: Town) -> None:
    """An agent's open cases by deadline, with a button that leads to each topic."""
    _, li, group = await connected(town)
    case = await only_case(town)
    await town.travel(hours=1)
    bob = await town.customer("Bob", language_code="en")
    await bob.says("talk to a human")
    await li.presses("我来处理", topic=newest(group))
    await li.says("/mine")
    lines = li.last.text.splitlines()
    assert lines[0] == "With you:"
    assert case.number in lines[1]
    assert "24 November, 10:00" in lines[1]
    assert "24 November, 11:00" in lines[2]
    links = [button["url"] for row in li.last.raw["reply_markup"]["inline_keyboard"] for button in row]
    assert links[0] == f"https://t.me/c/{str(group.id).removeprefix('-100')}/{group.topics[0].thread}"
    await li.says("Hello", topic=group.topics[0])
    await li.says("/mine")
    assert case.number in li.last.text.splitlines()[2]


async def test_mine_keeps_what_was_taken_first(town: Town) -> None:
    """Passed on, it stays on the first taker's list until it is closed."""
    _, li, group = await connected(town)
    await town.agent("Zhao", "consulting")
    await li.says("/transfer Zhao please", topic=newest(group))
    await li.says("/mine")
    assert "You took these first" in li.last.text
    assert "Zhao" in li.last.text


async def test_mine_of_a_customer_is_their_status(town: Town) -> None:
    """Who is no member of staff hears of their own matters."""
    anna, _, _ = await connected(town)
    await anna.says("/mine")
    assert "You have one open matter" in anna.last.text
    zhao = await town.agent("Zhao", "consulting")
    await zhao.says("/mine")
    assert zhao.last.text == "You have no open cases. Thank you!"


async def test_cases_are_found_within_ones_departments(town: Town) -> None:
    """By number, name or words; what belongs to other departments is not shown, but managers see all."""
    boss = await town.manager("Wang")
    anna, li, _ = await connected(town)
    case = await only_case(town)
    await town.agent("Tom", "complaints")
    await complaint(town, anna, "The room was 100% cold")
    for words in (case.number.lower(), "anna", "Smith"):
        await li.says(f"/find {words}")
        assert case.number in li.last.text
        assert "cold" not in li.last.text
    await li.says("/find cold")
    assert "found nothing" in li.last.text
    await boss.says("/find 100% c")
    assert "The room was 100% cold" in boss.last.text
    await boss.says("/find %")
    assert case.number not in boss.last.text
    await li.says("/find")
    assert "/find number" in li.last.text


async def test_team_shows_the_load(town: Town) -> None:
    """Managers see everybody's open cases, and what nobody has; a head sees their own department."""
    boss = await town.manager("Wang")
    _, li, _ = await connected(town)
    await town.agent("Tom", "complaints")
    bob = await town.customer("Bob")
    await bob.says("talk to a human")
    await boss.says("/team")
    assert "· Li, agent (Consulting) · 1 open case" in boss.last.text
    assert "1 open case is with nobody yet" in boss.last.text
    await boss.says("/heads")
    await boss.presses("Consulting")
    await boss.presses("Li")
    await boss.presses("head")
    await li.says("/team")
    assert "Li, agent" in li.last.text
    assert "Tom" not in li.last.text
