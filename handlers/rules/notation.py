"""What the numbers of the business are written in."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator

from handlers.calendar.terms import Term, read_term


class Strict(BaseModel):
    """Settings that do not change, and know no other names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def term(value: Any) -> Term:
    """A term, or the words for one. Raises ValueError."""
    read = read_term(value) if isinstance(value, str) else value
    if not isinstance(read, Term):
        raise ValueError('write a term like "24 h", "4 working hours" or "5 working days"')
    return read


def pattern(value: str) -> str:
    """The words themselves, if they are a regular expression. Raises ValueError."""
    try:
        re.compile(value)
    except re.error as problem:
        raise ValueError(f"this is no regular expression ({problem})") from None
    return value


TermSetting = Annotated[Term, PlainValidator(term)]
