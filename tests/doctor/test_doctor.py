"""The doctor: one line for each thing, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.doctor import Finding, examine
from bot.settings import Settings
from storage.inbox import ParkedUpdate
from tests.town.town import TOKEN, Town

BOT = 100001
FAQ = Path(__file__).parent / "small_faq.toml"


def settings_of(town: Town, **business: object) -> Settings:
    """Settings that lead to the town."""
    plans = [
        {"key": plan.key, "name": dict(plan.names), "kinds": list(plan.kinds)}
        for plan in town.house.departments
    ]
    url = town.store.engine.url.render_as_string(hide_password=False)
    return Settings.model_validate(
        {
            "telegram": {"token": TOKEN, "api_base": town.sandbox.url},
            "storage": {"url": url.replace("+aiosqlite", "").replace("+asyncpg", "")},
            "business": {"faq": str(FAQ), "departments": plans, **business},
        }
    )


def about(findings: list[Finding], what: str) -> Finding:
    """The finding about one thing."""
    return next(finding for finding in findings if finding.what == what)


async def test_a_town_in_order_is_well(town: Town) -> None:
    """With token, manager, agents and bound groups with topics there is nothing to do."""
    for plan in town.house.departments:
        await town.agent(f"Agent of {plan.key}", plan.key)
    await town.manager()
    findings = await examine(settings_of(town))
    assert [str(finding) for finding in findings if not finding.well] == []
    assert all(str(finding).startswith("✓ ") for finding in findings)


async def test_a_new_database_lacks_people_and_groups(town: Town) -> None:
    """Before anybody is invited, the manager and the groups are missing, each with what to do."""
    findings = await examine(settings_of(town))
    assert "frontline invite manager" in about(findings, "staff").do
    for plan in town.house.departments:
        assert f"/department {plan.key}" in about(findings, f"group of {plan.key}").do


async def test_a_bot_without_rights_is_told(town: Town) -> None:
    """A bot that is no administrator of a bound group is told to be made one."""
    group = await town.open_group("consulting")
    town.world.demote(BOT, group.id)
    finding = about(await examine(settings_of(town)), "group of consulting")
    assert "no administrator" in finding.how
    town.world.promote(BOT, group.id, rights=["can_pin_messages", "can_delete_messages"])
    finding = about(await examine(settings_of(town)), "group of consulting")
    assert finding.how.endswith("may not: Manage topics, Ban users")


async def test_a_bot_that_was_thrown_out_is_told(town: Town) -> None:
    """A group that the bot was removed from is told with how to come back."""
    group = await town.open_group("consulting")
    town.world.kick(BOT, group.id)
    finding = about(await examine(settings_of(town)), "group of consulting")
    assert "not there any more" in finding.how


async def test_a_group_without_topics_is_told(town: Town) -> None:
    """A group without topics works, but better with them."""
    await town.open_group("consulting", forum=False)
    finding = about(await examine(settings_of(town)), "group of consulting")
    assert "has no topics" in finding.how


async def test_a_webhook_is_told(town: Town) -> None:
    """A webhook set elsewhere takes the messages away, and the doctor says where to."""
    await town.app.gateway.call("setWebhook", url="https://elsewhere.example/hook")
    finding = about(await examine(settings_of(town)), "webhook")
    assert not finding.well
    assert "elsewhere.example" in finding.how


async def test_messages_set_aside_are_told(town: Town) -> None:
    """What could not be handled waits for somebody."""
    async with town.store.begin() as session:
        session.add(
            ParkedUpdate(
                account_id=town.app.account.id,
                update_id=1,
                digest="d",
                reason="failed",
                body="{}",
                parked_at=town.now,
            )
        )
    finding = about(await examine(settings_of(town)), "set aside")
    assert "frontline parked list" in finding.do


async def test_a_missing_faq_is_told(town: Town) -> None:
    """Without a file the bot knows no answers."""
    finding = about(await examine(settings_of(town, faq="")), "FAQ")
    assert "no file" in finding.how
    assert "business.faq" in finding.do


async def test_a_broken_faq_is_told(town: Town, tmp_path: Path) -> None:
    """A file with mistakes is told by the first of them."""
    broken = tmp_path / "faq.toml"
    broken.write_text("[[entry]]\nid = 'a'\n", "utf-8")
    finding = about(await examine(settings_of(town, faq=str(broken))), "FAQ")
    assert "frontline faq check" in finding.do


async def test_a_kind_that_nobody_answers_is_told(town: Town) -> None:
    """A kind of case without a department goes to the first, which may not be meant."""
    departments = [
        {"key": "consulting", "name": "Consulting", "kinds": ["inquiry"]},
        {"key": "complaints", "name": "Complaints", "kinds": ["complaint", "suggestion"]},
    ]
    finding = about(await examine(settings_of(town, departments=departments)), "departments")
    assert "service_request" in finding.how
    assert not finding.well


async def test_a_revoked_token_is_told(town: Town) -> None:
    """A token that is no longer good is told first; the rest is looked at all the same."""
    town.world.revoke(TOKEN)
    findings = await examine(settings_of(town))
    assert findings[0].what == "token"
    assert "@BotFather" in findings[0].do
    assert about(findings, "FAQ").well


async def test_no_token_is_told(town: Town) -> None:
    """Without a token the doctor says where to get one."""
    settings = settings_of(town)
    without = settings.model_copy(update={"telegram": Settings().telegram})
    finding = about(await examine(without), "token")
    assert "/newbot" in finding.do


async def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """The doctor changes nothing: a missing file stays missing."""
    file = tmp_path / "none.db"
    settings = Settings.model_validate({"storage": {"url": f"sqlite:///{file}"}})
    finding = about(await examine(settings), "database")
    assert "not there yet" in finding.how
    assert not file.exists()


@pytest.mark.parametrize("do", ["", "Mend it"])
def test_a_finding_is_one_line(do: str) -> None:
    """A finding says what, how it is, and what to do only if something must be done."""
    line = str(Finding("thing", "so", do))
    assert line == ("✗ thing: so. Mend it" if do else "✓ thing: so")
