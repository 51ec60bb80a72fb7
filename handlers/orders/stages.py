"""The stages of orders as the settings have them, and what comes before and after."""

from __future__ import annotations

import re

from handlers.house import House
from handlers.rules import OrderStage
from handlers.scene import Scene
from storage.order import Order

_NAMED = re.compile(r"([^:：\n]+?)\s*(?:[:：\n]\s*(.*))?", re.DOTALL)


def stages(house: House) -> tuple[OrderStage, ...]:
    """All stages, in their order."""
    return house.rules.orders.stages


def stage_of(house: House, key: str) -> OrderStage | None:
    """The stage of a key; None for one that the settings have no more."""
    return next((stage for stage in stages(house) if stage.key == key), None)


def named_stage(house: House, words: str) -> tuple[OrderStage, str] | None:
    """The stage that these words name, by its name or key, and what follows behind a colon or a new line."""
    found = _NAMED.fullmatch(words)
    name = found[1].casefold() if found is not None else ""
    for stage in stages(house):
        if found is not None and name in {one.casefold() for one in (stage.key, *stage.name.values())}:
            return stage, (found[2] or "").strip()
    return None


def next_stage(house: House, order: Order) -> OrderStage | None:
    """What comes next; None after the last, and where the present one is no more."""
    place = _place(house, order.stage) + 1
    return stages(house)[place] if 0 < place < len(stages(house)) else None


def stage_before(house: House, order: Order) -> OrderStage | None:
    """What it was before; None at the first stage."""
    place = _place(house, order.stage) - 1
    return stages(house)[place] if place >= 0 else None


def deliverable(house: House, order: Order) -> bool:
    """Whether it has come so far that it can be delivered on the agreed day.

    Where its stage is no more only people know: they are asked, and nobody is told that it is not ready.
    """
    if stage_of(house, order.stage) is None:
        return True
    ready = next((place for place, stage in enumerate(stages(house)) if stage.delivery), None)
    return ready is not None and _place(house, order.stage) >= ready


def delivers(house: House) -> bool:
    """Whether orders have a day of delivery at all."""
    return any(stage.delivery for stage in stages(house))


def stage_name(scene: Scene, key: str, language: str) -> str:
    """What a stage is called (any name is better than none)."""
    stage = stage_of(scene.house, key)
    if stage is None:
        return key
    names = {str(code): name for code, name in stage.name.items()}
    return names.get(language) or next(iter(names.values()))


def _place(house: House, key: str) -> int:
    return next((place for place, stage in enumerate(stages(house)) if stage.key == key), -1)
