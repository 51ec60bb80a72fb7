"""Known incidents: customers hear of them first, join with a tap, and hear every news and the end."""

from __future__ import annotations

from handlers.incidents.table import ACTIONS, COMMANDS, DUTIES

__all__ = ["ACTIONS", "COMMANDS", "DUTIES"]
