"""The verbs of merging and splitting under their names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.merging.choosing import choose, merge_chosen, split_how
from handlers.merging.commanding import merge_command, split_command
from handlers.merging.parting import part_pressed
from handlers.turn import Turn

ACTIONS: dict[str, Callable[[Turn, dict[str, Any]], Awaitable[None]]] = {
    "merging.choose": choose,
    "merging.merge": merge_chosen,
    "merging.part": part_pressed,
    "merging.split": split_how,
}
COMMANDS: dict[str, Callable[[Turn, str], Awaitable[None]]] = {
    "merge": merge_command,
    "split": split_command,
}
