"""What the bot says of itself."""

from __future__ import annotations

import re

from handlers import profile
from handlers.routing.tables import COMMANDS, GO
from storage.staff import StaffRole
from tests.town.house import school

HOUSE = school()


def test_descriptions_fit_and_name_the_business() -> None:
    """Both descriptions name the business and keep to the channel's limits, in both languages."""
    wanted = profile.wanted(HOUSE)
    assert wanted.descriptions.keys() == wanted.short_descriptions.keys() == {"", "zh"}
    assert "Ivy Lane Tutoring" in wanted.descriptions[""]
    assert "青藤学堂" in wanted.short_descriptions["zh"]
    assert all(len(text) <= 512 for text in wanted.descriptions.values())
    assert all(len(text) <= 120 for text in wanted.short_descriptions.values())


def test_every_command_shown_exists() -> None:
    """No command is offered that nobody would answer, and each is well formed."""
    shown = [*profile.wanted(HOUSE).commands]
    for role in StaffRole:
        shown += profile.staff_commands(HOUSE, role)
    names = {name for scope in shown for name, _ in scope.commands}
    assert names <= COMMANDS.keys() | GO.keys()
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in names)
    assert all(1 <= len(words) <= 256 for scope in shown for _, words in scope.commands)


def test_only_managers_see_invite() -> None:
    """Customers and groups are not shown what only managers may do."""
    customers = next(one for one in profile.wanted(HOUSE).commands if one.scope == profile.CUSTOMERS)
    assert "invite" not in dict(customers.commands)
    assert "invite" not in dict(profile.staff_commands(HOUSE, StaffRole.agent)[0].commands)
    assert "invite" in dict(profile.staff_commands(HOUSE, StaffRole.manager)[0].commands)
