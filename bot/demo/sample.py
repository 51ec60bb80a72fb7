"""A sample business as the demo needs it: settings and base of its folder, people, and words for the page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.businesses import folder
from bot.house_building import build_house, departments_of
from bot.settings import Settings, load_file
from handlers.house import DepartmentPlan, House

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
    """As it is named on the command line; its files lie in the folder of that name."""
    settings: Settings
    bot_name: str
    bot_username: str
    customers: tuple[Customer, Customer]
    """One who writes Chinese, then one who writes English."""
    agents: tuple[Colleague, ...]
    manager: Colleague
    words: Mapping[str, Names]
    """The page's words about this business, by language and then by name."""

    @property
    def names(self) -> Names:
        """What it is called."""
        return {str(language): name for language, name in self.settings.business.name.items()}

    @property
    def departments(self) -> tuple[DepartmentPlan, ...]:
        """Its departments."""
        return departments_of(self.settings.business)

    @property
    def base(self) -> Path:
        """The file of its base."""
        return Path(self.settings.business.faq)

    def open(self, language: str) -> House:
        """The business as the handlers see it; `language` is that of its groups."""
        house = build_house(self.settings)
        house.default_language = language
        house.bot_username = self.bot_username
        # These colleagues are old hands: they are not asked whether they mean what they write.
        desk = house.rules.desk.model_copy(update={"confirm_replies": 0})
        house.rules = house.rules.model_copy(update={"desk": desk})
        return house


def read_sample(key: str) -> Sample:
    """The business of a folder."""
    place = folder(key)
    about = tomllib.loads((place / "demo.toml").read_text("utf-8"))
    zh, en = (
        Customer(one["first_name"], one.get("last_name", ""), one["language"], one["phone"])
        for one in about["customers"]
    )
    return Sample(
        key=key,
        settings=load_file(place / "settings.toml"),
        bot_name=about["bot"]["name"],
        bot_username=about["bot"]["username"],
        customers=(zh, en),
        agents=tuple(_colleague(one) for one in about["agents"]),
        manager=_colleague(about["manager"]),
        words=about["words"],
    )


def _colleague(about: Mapping[str, Any]) -> Colleague:
    names = {language: about[language] for language in ("zh", "en")}
    return Colleague(about["username"], names, about["phone"], tuple(about.get("departments", ())))
