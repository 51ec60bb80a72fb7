"""The rules of the house for whoever writes to customers."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from handlers.rules.notation import Strict, pattern
from handlers.understanding.conduct_words import AMOUNT, BLAME, PERSONAL, PROMISE


class ConductRule(Strict):
    """One of the house's rules for what agents write: words and patterns by language, with a reason."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,23}$")]
    words: dict[Literal["zh", "en", ""], tuple[str, ...]] = Field(default_factory=dict)
    """Sayings, found wherever they stand as whole words."""
    patterns: dict[Literal["zh", "en", ""], tuple[Annotated[str, AfterValidator(pattern)], ...]] = Field(
        default_factory=dict
    )
    """Regular expressions."""
    above: float | None = None
    """A pattern counts only if the number in its brackets is greater than this."""
    notes: bool = False
    """Looked for in what stays among colleagues too: it should not stand in a group at all."""
    reason: dict[Literal["zh", "en"], str] = Field(default_factory=dict)
    """What the writer reads of it."""


class ConductRules(Strict):
    """Drafts of agents are looked at before they go out."""

    check: bool = False
    rules: tuple[ConductRule, ...] = (
        ConductRule(name="blame", words=BLAME),
        ConductRule(name="promise", words=PROMISE),
        ConductRule(name="amount", patterns=AMOUNT, above=0),
        ConductRule(name="personal", patterns=PERSONAL, notes=True),
    )
    expires_after: Annotated[timedelta, Field(gt=timedelta(0))] = timedelta(hours=2)
    """Until a draft whose writer says nothing stays among colleagues."""

    @field_validator("rules")
    @classmethod
    def _different(cls, rules: tuple[ConductRule, ...]) -> tuple[ConductRule, ...]:
        names = [rule.name for rule in rules]
        if len(names) != len(set(names)):
            raise ValueError("each rule of conduct needs a name of its own")
        return rules
