"""What is wrong with a setting, in one plain line: its name, its value, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.settings.durations import model_of
from bot.settings.model import Settings
from bot.settings.names import PREFIX, nearest

SECRET = ("telegram.token", "telegram.proxy", "storage.url", "webhook.secret")
_LONGEST = 60
_SIMPLE = {"int": "write a whole number", "float": "write a number", "string": "write a text in quotes"}


def explain(error: ValidationError, path: Path | None, environ: Mapping[str, str]) -> list[str]:
    """One line for each thing that is wrong."""
    return [_line(detail, path, environ) for detail in error.errors(include_url=False)]


def _line(detail: Mapping[str, Any], path: Path | None, environ: Mapping[str, str]) -> str:
    place = [part for part in detail["loc"] if part != "[key]"]
    name = dotted(place)
    source = _source(place, path, environ)
    if detail["type"] == "extra_forbidden":
        near = nearest(str(place[-1]), _siblings(place))
        hint = (
            f"did you mean {dotted([*place[:-1], near])}?" if near else "docs/settings.md lists all of them"
        )
        return f"{name} ({source}): there is no such setting; {hint}"
    if detail["type"] == "missing":
        return f"{name} ({source}) is missing"
    return f"{name} = {shown(name, detail['input'])} ({source}): {right(detail)}"


def right(detail: Mapping[str, Any]) -> str:
    """What would be right, in pydantic's words made plain."""
    if "timedelta" in detail["type"] or "time_delta" in detail["type"]:
        return 'write a length of time like "24 h", "30 min" or "5 days"'
    if detail["type"].startswith("time_"):
        return 'write a time of day like "20:30"'
    if simple := _SIMPLE.get(detail["type"].partition("_")[0]):
        return simple
    words = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return words.replace("should be", "must be")


def shown(name: str, value: Any) -> str:
    """A value as it may be shown: secrets masked, long ones cut."""
    if name.startswith(SECRET):
        return "(hidden)" if value else "(empty)"
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def dotted(place: list[int | str]) -> str:
    """`business.departments[2].key`, counting from one as people do."""
    name = ""
    for part in place:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else str(part)
    return name


def _source(place: list[int | str], path: Path | None, environ: Mapping[str, str]) -> str:
    given = {name.upper(): name for name in environ if name.upper().startswith(PREFIX)}
    words = [str(part).upper() for part in place]
    for depth in range(len(words), 0, -1):
        if found := given.get(PREFIX + "__".join(words[:depth])):
            return f"from {found}"
    return str(path) if path else "default"


def _siblings(place: list[int | str]) -> list[str]:
    model: type[BaseModel] | None = Settings
    for part in place[:-1]:
        if model is None:
            return []
        if isinstance(part, str):
            model = model_of(model.model_fields[part].annotation) if part in model.model_fields else None
    return list(model.model_fields) if model else []
