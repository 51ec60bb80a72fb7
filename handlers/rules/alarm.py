"""What is grave or urgent: the duty rota, major matters, contingency plans."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from handlers.rules.notation import Strict
from handlers.understanding.grave_words import MAJOR_WORDS


class RotaPlan(Strict):
    """A rota as the settings have it, until a manager sets it in the chat."""

    rhythm: Literal["daily", "weekly"] = "weekly"
    first_day: date
    staff: tuple[str, ...]
    """Colleagues by public name or @username, in their order."""


class RotaRules(Strict):
    """What waits for no opening, and who is called for it."""

    categories: dict[str, str] = Field(default_factory=dict)
    """Emergency categories, and the rota that each is called by."""
    plans: dict[str, RotaPlan] = Field(default_factory=dict)
    changes_at: time = time(9, 0)
    """When the duty goes on to the next one."""
    answer_within: timedelta = timedelta(minutes=10)
    """Until the next one is called, if nobody has said that they have it."""
    again_after: timedelta = timedelta(minutes=30)
    """Until the managers, the last of all, are called again; then after twice that time, and so on."""


class MajorRules(Strict):
    """What a manager must know at once (重大信息), and how it is recognised."""

    words: dict[str, tuple[str, ...]] = Field(default_factory=lambda: dict(MAJOR_WORDS))
    """Kinds of major matters and the words that speak of them."""
    plans: dict[str, str] = Field(default_factory=dict)
    """Contingency plans by kind: who does what, and the first message."""
    many: Annotated[int, Field(ge=2)] = 5
    """So many customers with trouble of one category …"""
    within: timedelta = timedelta(hours=1)
    """… within this time are a major matter of their own."""
    quiet_for: timedelta = timedelta(hours=12)
    """For how long the same category is not reported again by its rate."""
    again_after: timedelta = timedelta(minutes=30)
    """Until a matter that nobody has acknowledged is told again, to heads as well; then ever less often."""


class ContingencyRole(Strict):
    """Who does what in a contingency plan."""

    role: Annotated[str, Field(min_length=1, max_length=120)]
    who: str = "managers"
    """`managers`; `heads`, of the matter's department; a department's key: its group; `heads:` and a key."""
    steps: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]


class ContingencyPlan(Strict):
    """What is done when something grave happens: when it starts, who does what, what is said first."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    kinds: tuple[str, ...] = ()
    """Kinds of major matters that start it; `many` for many customers with one trouble."""
    categories: tuple[str, ...] = ()
    """Only for cases of these categories; empty: of any."""
    by_itself: bool = True
    """Whether it starts with the matter, or when a manager presses for it."""
    first_message: str = ""
    """What is said first …"""
    first_to: str = "managers"
    """… and to whom, as `who` of a role."""
    roles: Annotated[tuple[ContingencyRole, ...], Field(min_length=1, max_length=10)]


class ContingencyRules(Strict):
    """Contingency plans for major matters."""

    plans: dict[Annotated[str, Field(pattern="^[a-z0-9_]{1,40}$")], ContingencyPlan] = Field(
        default_factory=dict
    )
    again_after: timedelta = timedelta(minutes=10)
    """Until a part that nobody has acknowledged is told again; the managers hear so as well."""
