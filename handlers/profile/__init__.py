"""What the bot says of itself, as data: descriptions, commands by scope, the menu button."""

from __future__ import annotations

from handlers.profile.wanted import CUSTOMERS, GROUPS, Commands, Profile, staff_commands, wanted

__all__ = ["CUSTOMERS", "GROUPS", "Commands", "Profile", "staff_commands", "wanted"]
