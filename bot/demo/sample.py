"""A sample business as the demo needs it: its base, departments, people, and what the page says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from faq import Matcher
from faq.loading import read_base
from handlers.house import DepartmentPlan, House
from handlers.rules import DeskRules, Rules
from handlers.texts import Texts

Names = Mapping[str, str]
"""By language: zh and en."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer: who they are and what their app speaks. The page begins with the one of its language."""

    first_name: str
    last_name: str
    language: str
    phone: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent of these departments, or the manager."""

    username: str
    names: Names
    phone: str
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A business to try everything with."""

    key: str
    """As it is named on the command line; its base lies in the folder of that name."""
    names: Names
    bot_name: str
    bot_username: str
    departments: tuple[DepartmentPlan, ...]
    categories: Mapping[str, Names]
    customers: tuple[Customer, Customer]
    """One who writes Chinese, then one who writes English."""
    agents: tuple[Colleague, ...]
    manager: Colleague
    words: Mapping[str, Names]
    """The page's words about this business, by language and then by name."""

    @property
    def base(self) -> Path:
        """The file of its base."""
        return Path(__file__).parents[1] / "businesses" / self.key.replace("-", "_") / "faq.toml"

    def open(self, language: str) -> House:
        """The business as the handlers see it; `language` is that of its groups."""
        return House(
            names=self.names,
            zone=ZoneInfo("Asia/Shanghai"),
            texts=Texts.load(),
            faq=Matcher.build(read_base(self.base).entries),
            departments=self.departments,
            categories=self.categories,
            default_language=language,
            bot_username=self.bot_username,
            # These colleagues are old hands: they are not asked whether they mean what they write.
            rules=Rules(desk=DeskRules(confirm_replies=0)),
            faq_folder=self.base.parent,
        )
