"""The house: what a business is, as the handlers see it. Built once at start from the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from faq import Entry, Matcher
from handlers.calendar.hours import Hours
from handlers.floods.tempo import Tempo
from handlers.rules import Rules
from handlers.texts import Texts


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """What the settings say of a member of a department. Empty: all categories, all languages."""

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """A department as the settings name it; `kinds` are the case kinds it answers."""

    key: str
    names: Mapping[str, str]
    kinds: tuple[str, ...] = ()
    hours: Hours | None = None
    """When it works, if not in the hours of the business."""
    capacity: int | None = None
    """How many open cases one member is given at most, if not as everywhere."""
    assignment: str = "offer"
    """Whether cases are offered to all who are there, or given to one after another (`balanced`)."""
    members: Mapping[str, MemberPlan] = field(default_factory=dict)
    """By the name that customers see, in small letters."""


@dataclass(slots=True)
class House:
    """One business: its name, zone, texts, numbers and knowledge."""

    names: Mapping[str, str]
    zone: ZoneInfo
    texts: Texts
    faq: Matcher
    rules: Rules = field(default_factory=Rules)
    hours: Hours = field(default_factory=Hours)
    """When somebody is there to work."""
    departments: tuple[DepartmentPlan, ...] = ()
    categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Complaint categories: key → name by language."""
    category_words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words by which a category is suggested: key → phrases of any language."""
    default_language: str = "zh"
    bot_username: str = ""
    privacy_url: str = ""
    tempo: Tempo = field(default_factory=Tempo)
    """How fast customers write, as far as this process sees."""
    hears: bool = False
    """Whether a transcriber is plugged in."""
    in_file: Mapping[str, Entry] = field(default_factory=dict)
    """The entries as the file of the base has them. `faq` knows what was changed in the chat as well."""
    faq_folder: Path | None = None
    """Where the pictures and files of answers lie."""

    def __post_init__(self) -> None:
        """A matcher as it is given knows what the file says."""
        if not self.in_file:
            self.in_file = {entry.id: entry for entry in self.faq.entries}

    def name(self, language: str) -> str:
        """The business's name in a language (any name is better than none)."""
        return self.names.get(language) or next(iter(self.names.values()), "Frontline")

    def plan(self, key: str) -> DepartmentPlan | None:
        """What the settings say of a department."""
        return next((plan for plan in self.departments if plan.key == key), None)

    def department_for(self, kind: str) -> str:
        """The key of the department that answers cases of this kind; the first one if none says so."""
        for plan in self.departments:
            if kind in plan.kinds:
                return plan.key
        return self.departments[0].key
