"""Who plays in the demo: customers, agents, a manager, and the agents' groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.demo.sample import Colleague, Names, Sample
from bot.sandbox.world import World

TOKEN = "864200042:DemoTokenOfTheSampleBusinessOnLoopback"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by their id in the sandbox; groups by the key of their department."""

    bot: int
    customers: tuple[int, ...]
    agents: Mapping[int, tuple[str, ...]]
    """Agent → the departments they work in."""
    manager: int
    groups: Mapping[str, int]
    names: Mapping[int, Names]
    """What agents and the manager are called in either language."""

    @property
    def staff(self) -> tuple[int, ...]:
        """Agents and the manager."""
        return (*self.agents, self.manager)


def make_cast(world: World, sample: Sample, language: str) -> Cast:
    """Make the accounts, and the groups without the bot, which a manager brings in later.

    `language`: what the staff's apps speak.
    """
    bot = world.bot(TOKEN, sample.bot_name, sample.bot_username)
    customers = tuple(
        world.account(
            one.first_name, one.last_name, language_code=app_language(one.language), phone=one.phone
        )
        for one in sample.customers
    )

    def colleague(one: Colleague) -> int:
        return world.account(
            one.names[language], username=one.username, language_code=app_language(language), phone=one.phone
        )

    agents = {colleague(one): one for one in sample.agents}
    manager = colleague(sample.manager)
    groups = {
        plan.key: world.group(
            " · ".join(dict.fromkeys(plan.names.values())),
            owner=manager,
            members=[agent for agent, one in agents.items() if plan.key in one.departments],
            bot=[],
        )
        for plan in sample.departments
    }
    return Cast(
        bot,
        customers,
        {agent: one.departments for agent, one in agents.items()},
        manager,
        groups,
        {agent: one.names for agent, one in agents.items()} | {manager: sample.manager.names},
    )


def app_language(language: str) -> str:
    """How a chat app calls one of our languages."""
    return "zh-hans" if language == "zh" else "en"
