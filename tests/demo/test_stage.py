"""What has happened before the page is opened, and that the whole road works in one process."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.demo import Demo

SECONDS = 30.0
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_everybody_is_in(demo: Demo) -> None:
    """Groups are bound by the manager, agents got in by invitations, customers have been greeted."""
    world, cast = demo.sandbox.world, demo.cast
    for group in cast.groups.values():
        assert "/department" in " ".join(m.get("text", "") for m in world.messages(group))
    for agent in cast.agents:
        assert "agent" in world.messages(agent)[-1]["text"]
    for customer in cast.customers:
        assert world.messages(customer)[-1]["reply_markup"]["inline_keyboard"]


async def test_a_question_is_answered_and_a_person_is_called(demo: Demo) -> None:
    """A known question has its answer at once; "human" opens a topic; what is written there arrives."""
    world, emma, group = demo.sandbox.world, demo.cast.customers[1], demo.cast.groups["consulting"]
    agent = next(iter(demo.cast.agents))
    world.send(emma, text="What subjects do you teach?")
    await demo.sandbox.until(lambda: "maths" in world.messages(emma)[-1].get("text", ""), SECONDS)
    world.send(emma, text="human")
    await demo.sandbox.until(lambda: _buttons(demo, group), SECONDS)
    card = _buttons(demo, group)[-1]
    world.press(agent, group, card["message_id"], card["reply_markup"]["inline_keyboard"][0][0]["text"])
    await demo.sandbox.until(lambda: "looking after" in world.messages(emma)[-1].get("text", ""), SECONDS)
    world.send(agent, group, "Good morning, Emma", thread=card["message_thread_id"])
    await demo.sandbox.until(lambda: world.messages(emma)[-1].get("text") == "Good morning, Emma", SECONDS)


async def test_the_business_follows_the_pages_clock(demo: Demo) -> None:
    """Skipping hours on the page moves the bot's business time, and nothing else."""
    before, machine = demo.clock.now(), demo.clock.machine()
    demo.sandbox.world.move_clock(advance=3 * 3600)
    demo.sandbox.world.send(demo.cast.customers[0], text="你们都教哪些科目")
    await demo.sandbox.until(lambda: demo.clock.now() - before > timedelta(hours=1), SECONDS)
    assert 3 * 3600 <= (demo.clock.now() - before).total_seconds() < 3 * 3600 + 60
    assert (demo.clock.machine() - machine).total_seconds() < 60


async def test_the_demo_begins_in_the_morning(demo: Demo) -> None:
    """The school has opened when the demo begins, so that quiet hours hide nothing."""
    first = demo.sandbox.world.messages(demo.cast.manager)[0]
    local = demo.clock.now().fromtimestamp(first["date"], demo.house.zone)
    assert local.hour == 10


async def test_the_staffs_side_changes_its_language(demo: Demo) -> None:
    """The page's language is that of the groups, of the staff's apps and of their names."""
    await demo.switch_language("zh")
    accounts = {account["id"]: account for account in demo.sandbox.world.accounts()}
    manager = accounts[demo.cast.manager]
    assert (demo.house.default_language, manager["first_name"]) == ("zh", "陈静")
    assert manager["language_code"] == "zh-hans"
    assert accounts[demo.cast.customers[1]]["first_name"] == "Emma"
    await demo.switch_language("en")


def _buttons(demo: Demo, group: int) -> list[dict[str, object]]:
    found = demo.sandbox.world.messages(group)
    return [message for message in found if message.get("message_thread_id") and "reply_markup" in message]
