"""Reading the lengths of time in settings, wherever a model wants one. Numbers are seconds."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import BaseModel

from handlers.calendar.lengths import read_duration


def with_durations(model: type[BaseModel], values: Any) -> Any:
    """The values of a model with every length of time read; what is none is left for the model to refuse."""
    if not isinstance(values, Mapping):
        return values
    read = dict(values)
    for name, field in model.model_fields.items():
        value = read.get(name)
        inner = model_of(field.annotation)
        if inner is not None and value is not None:
            read[name] = with_durations(inner, value)
        elif timedelta in _kinds(field.annotation) and isinstance(value, str):
            read[name] = read_duration(value) or value
    return read


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, if it holds one."""
    for kind in _kinds(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _kinds(annotation: Any) -> tuple[Any, ...]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return typing.get_args(annotation)
    return (annotation,)
