"""The names of all settings, in the file and in the environment, and the nearest one to a typo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_origin

from pydantic import BaseModel

from bot.settings.durations import model_of
from bot.settings.model import Settings

PREFIX = "FRONTLINE_"
OURS = ("FRONTLINE_CONFIG",)
FOR_TESTS = "FRONTLINE_TEST_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its dotted name, and what it is when nobody sets it."""

    name: str
    default: Any
    open_ended: bool = False
    """A table whose keys are the business's own."""

    @property
    def env(self) -> str:
        """Its environment variable."""
        return PREFIX + self.name.upper().replace(".", "__")


def all_settings(model: type[BaseModel] = Settings, path: str = "") -> Iterator[Setting]:
    """Every setting there is, in the order of the file."""
    for name, field in model.model_fields.items():
        dotted = f"{path}{name}"
        inner = model_of(field.annotation)
        if inner is not None:
            yield from all_settings(inner, f"{dotted}.")
        else:
            default = field.get_default(call_default_factory=True)
            yield Setting(dotted, default, get_origin(field.annotation) is dict)


def unknown_variables(environ: Iterable[str]) -> list[tuple[str, str]]:
    """The FRONTLINE_ variables that name no setting, each with the nearest right name (or nothing)."""
    known = list(all_settings())
    right = {setting.env for setting in known} | set(OURS)
    tables = {
        "__".join(name.split("__")[:depth]) for name in right for depth in range(1, name.count("__") + 1)
    }
    roots = tuple(f"{setting.env}__" for setting in known if setting.open_ended)
    unknown: list[tuple[str, str]] = []
    for name in sorted(environ):
        upper = name.upper()
        if not upper.startswith(PREFIX) or upper.startswith(FOR_TESTS):
            continue
        if upper in right or upper in tables or upper.startswith(roots):
            continue
        unknown.append((name, nearest(upper, right)))
    return unknown


def nearest(name: str, names: Iterable[str]) -> str:
    """The most similar of some names; empty if none is near."""
    found = get_close_matches(name, list(names), n=1, cutoff=0.7)
    return found[0] if found else ""
