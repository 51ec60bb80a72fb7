"""Contingency plans: started by a matter or a manager, told to each role, ticked off, ended with a word."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from bot.settings import WrongSettings, load_settings
from handlers.contingency.starting import start_for
from handlers.rules import ContingencyPlan, ContingencyRole, ContingencyRules, Rules
from handlers.scene import Scene
from storage.case import Case
from storage.contingency import ContingencyPart, ContingencyRun, ContingencyStep
from storage.event import Event
from storage.major import MajorMatter
from tests.desk.cases import complaint
from tests.town.people import Person
from tests.town.town import Town


def with_plans(*, by_itself: bool = True, categories: tuple[str, ...] = ()) -> Rules:
    """A plan for injuries: the complaints group looks after the person, managers speak."""
    plan = ContingencyPlan(
        name="Somebody is hurt",
        kinds=("injury",),
        first_message="Nobody speaks to the press.",
        first_to="complaints",
        roles=(
            ContingencyRole(role="Look after them", who="complaints", steps=("Ring them", "Write it down")),
            ContingencyRole(role="Speak for us", steps=("Tell the owner",)),
        ),
        by_itself=by_itself,
        categories=categories,
    )
    return Rules(contingency=ContingencyRules(plans={"injury": plan}))


async def hurt(town: Town, name: str = "Anna") -> Person:
    """A customer tells that somebody is hurt."""
    anna = await town.customer(name)
    await anna.says("/start")
    await complaint(town, anna, "My son was injured in your classroom")
    return anna


async def verbs(town: Town) -> list[str]:
    """What happened to plans, in order."""
    async with town.store.read() as session:
        rows = await session.scalars(
            select(Event.verb).where(Event.verb.startswith("contingency")).order_by(Event.id)
        )
        return [verb.removeprefix("contingency.") for verb in rows]


async def test_a_matter_starts_its_plan(town: Town) -> None:
    """First message and parts go out, what nobody acknowledges comes again, and it ends with a word."""
    town.house.rules = with_plans()
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    group = town.group("complaints")
    anna = await hurt(town)
    started = next(text for text in boss.texts if "has started" in text)
    assert "· Look after them\n· Speak for us" in started
    assert "your part is “Speak for us”" in boss.last.text
    assert any("Nobody speaks to the press." in text for text in group.texts)
    part = next(one for one in reversed(group.seen) if "Look after them" in one.text)
    assert "⬜️ 1. Ring them\n⬜️ 2. Write it down" in part.text
    # A second matter of its kind while it runs starts no second one.
    await hurt(town, "Bo")
    assert (await verbs(town)).count("started") == 1

    await boss.presses("We see to it")
    await town.travel(minutes=10)
    again = next(one for one in reversed(group.seen) if "Look after them" in one.text)
    assert again.text.startswith("📋 再次通知：Somebody is hurt")
    assert any("nobody has said yet that they see to “Look after them”" in text for text in boss.texts)
    assert len([text for text in boss.texts if "your part is “Speak for us”" in text]) == 1

    await li.presses("1. Ring them", group=group)
    ticked = next(one for one in group.seen if one.message_id == again.message_id)
    assert "☑️ 1. Ring them\n⬜️ 2. Write it down" in ticked.text
    assert not any("我们来办" in label for label in ticked.buttons)
    assert "已经完成" not in await li.presses("2. Write it down", message=part.message_id, group=group)
    await town.travel(hours=3)
    assert (await verbs(town)).count("reminded") == 1
    await boss.presses("How far it is")
    assert "👍 Look after them: Li sees to it\n☑️ 1. Ring them\n☑️ 2. Write it down" in boss.last.text
    assert "👍 Speak for us: Wang sees to it\n⬜️ 1. Tell the owner" in boss.last.text
    await boss.presses("1. Tell the owner")
    assert "Everything in the plan “Somebody is hurt” is done" in boss.last.text
    await boss.says("/plans end")
    assert "a word that everybody" in boss.last.text
    await boss.says("/plans end He is well and back at home.")
    assert boss.last.text == "⏹ The plan “Somebody is hurt” has ended: He is well and back at home."
    assert group.texts[-1] == "⏹ 预案“Somebody is hurt”结束：He is well and back at home."
    assert "has ended" in await li.presses("2. Write it down", message=again.message_id, group=group)
    assert not any("has started" in text for text in anna.texts)
    assert (await verbs(town))[-1] == "ended"
    async with town.store.read() as session:
        run = (await session.scalars(select(ContingencyRun))).one()
        assert run.ended_at is not None
        assert all((await session.scalars(select(ContingencyPart.acknowledged_at))).all())
        assert all((await session.scalars(select(ContingencyStep.done_at))).all())


async def test_a_manager_starts_what_waits_for_a_word(town: Town) -> None:
    """A plan that does not start by itself stands under the alert and in /plans; others cannot start it."""
    town.house.rules = with_plans(by_itself=False, categories=("",))
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    await hurt(town)
    assert await verbs(town) == []
    await boss.presses("Start: Somebody is hurt")
    assert (await verbs(town)) == ["started"]
    assert any("Look after them" in text for text in town.group("complaints").texts)
    assert "running already" in await boss.presses("Start: Somebody is hurt")
    await boss.says("/plans")
    assert "▶️ Somebody is hurt (#" in boss.last.text
    await boss.says("/plans end It was a false alarm.")
    await boss.says("/plans")
    assert "· Somebody is hurt" in boss.last.text
    await boss.presses("Start: Somebody is hurt")
    assert (await verbs(town)) == ["started", "ended", "started"]
    await li.says("/plans")
    assert "manager" in li.last.text.lower()


async def test_two_who_start_at_once_start_it_once(town: Town) -> None:
    """Two workers find the same matter at one moment: everybody hears of the plan once."""
    await hurt(town)
    town.house.rules = with_plans()
    async with town.store.read() as session:
        matter = (await session.scalars(select(MajorMatter))).one()
        case = await session.get_one(Case, matter.case_id)

    async def begins() -> None:
        async with town.store.begin() as session:
            scene = Scene(session, town.now, town.house)
            await start_for(scene, matter, case)
            await scene.effects.write(session)

    await asyncio.gather(begins(), begins())
    assert (await verbs(town)).count("started") == 1


async def test_the_last_step_and_the_end_at_one_moment(town: Town) -> None:
    """While one worker ends the plan another is given its last step, or its end: neither says it again."""
    town.house.rules = with_plans()
    boss = await town.manager("Wang")
    li = await town.agent("Li", "complaints")
    group = town.group("complaints")
    await hurt(town)
    for step in ("1. Ring them", "2. Write it down"):
        await li.presses(step, group=group)
    last = next(one for one in boss.seen if any("Tell the owner" in label for label in one.buttons))
    heard = len(boss.texts)
    async with town.store.begin() as session:
        run = (await session.scalars(select(ContingencyRun).with_for_update())).one()
        run.ended_at = town.now
        await session.flush()
        pressed = town.world.press(boss.id, None, last.message_id, "☑️ 1. Tell the owner")
        settling = asyncio.create_task(town.settle())
        await asyncio.sleep(0.3)
    await settling
    assert "has ended" in town.world.callback(pressed)["answer"]["text"]
    assert not any("is done" in text for text in boss.texts[heard:])

    await boss.says("/plans")
    await boss.presses("Start: Somebody is hurt")
    heard = len(boss.texts)
    async with town.store.begin() as session:
        running = select(ContingencyRun).where(ContingencyRun.ended_at.is_(None)).with_for_update()
        run = (await session.scalars(running)).one()
        run.ended_at = town.now
        await session.flush()
        town.world.send(boss.id, None, text="/plans end They are well.")
        settling = asyncio.create_task(town.settle())
        await asyncio.sleep(0.3)
    await settling
    assert not any("They are well" in text for text in [*boss.texts[heard:], *group.texts])
    assert boss.last.text in {"This plan has ended.", "No plan is running."}


@pytest.mark.parametrize("key", ["Fire!", ""])
def test_a_plan_has_a_plain_key_and_roles(key: str) -> None:
    """A plan without roles, or with a key that is no plain word, is refused when settings are read."""
    with pytest.raises(ValidationError):
        ContingencyRules(plans={key: with_plans().contingency.plans["injury"]})
    with pytest.raises(ValidationError):
        ContingencyPlan(name="Nothing to do", roles=())


@pytest.mark.parametrize(
    ("first_to", "who"), [("complaints", "complaint"), ("shop", "heads"), ("heads:shop", "managers")]
)
def test_a_plan_for_a_department_that_is_not_there_is_refused(
    first_to: str, who: str, tmp_path: Path
) -> None:
    """A typing mistake is told at the start, with the name: not found out on the day of the fire."""
    file = tmp_path / "frontline.toml"
    text = f"""
[[business.departments]]
key = "complaints"
name = "Complaints"
[rules.contingency.plans.fire]
name = "Fire"
first_to = "{first_to}"
[[rules.contingency.plans.fire.roles]]
role = "Look"
who = "{who}"
steps = ["Look"]
[[rules.contingency.plans.fire.roles]]
role = "Lead"
who = "heads:complaints"
steps = ["Lead"]
"""
    file.write_text(text, "utf-8")
    with pytest.raises(WrongSettings) as wrong:
        load_settings(file)
    named = first_to if first_to != "complaints" else who
    assert f"contingency.plans.fire names {named}, which is no department" in str(wrong.value)
    file.write_text(text.replace(f'"{named}"', '"complaints"'), "utf-8")
    assert load_settings(file).rules.contingency.plans["fire"].roles[1].who == "heads:complaints"
