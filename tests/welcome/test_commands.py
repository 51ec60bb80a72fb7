"""Help, privacy, settings, menu: anywhere, without losing a form."""

from __future__ import annotations

import pytest

from tests.town.town import Town


async def test_help_differs_by_who_asks(town: Town) -> None:
    """Customers, agents and managers each hear what they can do."""
    anna = await town.customer("Anna")
    await anna.says("/help")
    assert "/complaint" in anna.last.text
    assert "/invite" not in anna.last.text
    boss = await town.manager("Wang")
    await boss.says("/help")
    assert "/invite" in boss.last.text
    li = await town.agent("Li", "consulting")
    await li.says("/help")
    assert "topic" in li.last.text
    assert "/invite" not in li.last.text


async def test_help_in_a_group_is_about_the_group(town: Town) -> None:
    """In a group, help speaks of cases, in the language of the house."""
    li = await town.agent("Li", "consulting")
    group = town.group("consulting")
    await li.says("/help", group=group)
    assert "工作群" in group.seen[-1].text


async def test_privacy_says_how_long(town: Town) -> None:
    """Privacy names the numbers of the settings and how to have data erased."""
    anna = await town.customer("Anna")
    await anna.says("/privacy")
    for part in ("180 days", "3 days", "30 days", "erase"):
        assert part in anna.last.text
    assert any("person" in label for label in anna.last.buttons)


@pytest.mark.parametrize(
    "command", ["/start", "/menu", "/help", "/settings", "/privacy", "/status", "/nonsense"]
)
async def test_commands_do_not_lose_a_form(town: Town, command: str) -> None:
    """Whoever looks around in the middle of a form is brought back to it."""
    anna = await town.customer("Anna")
    await anna.says("complaint")
    question = anna.last.text
    before = len(anna.texts)
    await anna.says(command)
    assert len(anna.texts) >= before + 2
    assert question.splitlines()[-1] in anna.last.text


async def test_cancel(town: Town) -> None:
    """/cancel ends a form; without one it says that there is none."""
    anna = await town.customer("Anna")
    await anna.says("/cancel")
    assert anna.last.text == "There is nothing being filled in right now."
    await anna.says("complaint")
    await anna.says("/cancel")
    await anna.says("What subjects do you teach?")
    assert "We teach" in anna.last.text


async def test_question_in_a_form_is_answered_and_the_form_goes_on(town: Town) -> None:
    """A question in the middle of a form is answered; then the form asks again."""
    anna = await town.customer("Anna")
    await anna.says("complaint")
    await anna.says("The teacher was late twice this week.")
    question = anna.last.text.splitlines()[-1]
    await anna.says("What subjects do you teach?")
    assert "We teach" in anna.texts[-2]
    assert question in anna.last.text


async def test_unknown_command(town: Town) -> None:
    """An unknown command is answered."""
    anna = await town.customer("Anna")
    await anna.says("/nonsense")
    assert "/menu" in anna.last.text


async def test_unasked_contact_is_noted_if_it_is_ones_own(town: Town) -> None:
    """A shared number is kept if it is the sender's, and not if it is somebody else's."""
    anna = await town.customer("Anna", phone="+8613900139000")
    await anna.says("/start")
    await anna.shares_contact("+8613800138000")
    assert "isn't your own" in anna.last.text
    await anna.shares_contact()
    assert "noted your number" in anna.last.text
