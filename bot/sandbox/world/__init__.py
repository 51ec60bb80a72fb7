"""The sandbox from the people's side: everything a person or an operator can do, as plain calls."""

from __future__ import annotations

from bot.sandbox.world.acts import Acts
from bot.sandbox.world.people import People
from bot.sandbox.world.reading import Reading
from bot.sandbox.world.rooms import Rooms
from bot.sandbox.world.trouble import Trouble


class World(People, Rooms, Acts, Trouble, Reading):
    """Every verb of `/control/`, callable in process."""
