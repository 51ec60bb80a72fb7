"""Welcome: the first hello, the menu, help, settings, privacy and the language we speak."""

from __future__ import annotations

from handlers.welcome.table import ACTIONS, COMMANDS, GO

__all__ = ["ACTIONS", "COMMANDS", "GO"]
