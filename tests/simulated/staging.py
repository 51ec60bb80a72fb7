"""The house of a play: the tutoring school with settings in which everything is a little quicker."""

from __future__ import annotations

from handlers.house import House
from handlers.rules import DeskRules, Rules
from tests.town.house import school


def school_house(rules: Rules | None = None) -> House:
    """The school, whose agents are not asked whether they mean what they write."""
    return school((rules or Rules()).model_copy(update={"desk": DeskRules(confirm_replies=0)}))
