"""The profile a house wants for its bot, in every language its channel asks for."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.house import House
from storage.staff import StaffRole

CUSTOMERS = "all_private_chats"
GROUPS = "all_group_chats"

LANGUAGES = {"": "en", "zh": "zh"}
"""The channel's language codes ("" is everybody else) and the language we speak there."""

_CUSTOMER = (
    "menu",
    "complaint",
    "service",
    "call_back",
    "human",
    "status",
    "order",
    "refer",
    "settings",
    "privacy",
    "help",
    "cancel",
)
_AGENT = ("mine", "find", "on", "off", "help", "menu", "status", "settings", "privacy")
_MANAGER = (
    "digest",
    "department",
    "faq",
    "learn",
    "invite",
    "team",
    "heads",
    "rota",
    "incident",
    "plans",
    "recurring",
    "merge",
    "canned",
    "dismiss",
    *_AGENT,
)
_GROUP = (
    "reply",
    "customer",
    "move",
    "transfer",
    "unsend",
    "work",
    "order",
    "relieve",
    "decide",
    "merge",
    "split",
    "on",
    "off",
    "department",
    "help",
)
_DESCRIPTION = 512
_SHORT = 120


@dataclass(frozen=True, slots=True)
class Commands:
    """The commands of one scope in one language: names with what they do."""

    scope: str
    language: str
    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the bot says of itself. Keys are the channel's language codes."""

    descriptions: dict[str, str]
    short_descriptions: dict[str, str]
    commands: tuple[Commands, ...]
    menu_button: str = "commands"


def wanted(house: House) -> Profile:
    """The profile for customers and groups; staff get theirs in their own chats (`staff_commands`)."""
    said: dict[str, dict[str, str]] = {}
    for name, longest in (("description", _DESCRIPTION), ("short_description", _SHORT)):
        said[name] = {
            code: house.texts.say(language, f"profile.{name}", business=house.name(language))[:longest]
            for code, language in LANGUAGES.items()
        }
    commands = [
        Commands(scope, code, _described(house, names, language))
        for scope, names in ((CUSTOMERS, _CUSTOMER), (GROUPS, _GROUP))
        for code, language in LANGUAGES.items()
    ]
    return Profile(said["description"], said["short_description"], tuple(commands))


def staff_commands(house: House, role: StaffRole) -> tuple[Commands, ...]:
    """The commands for the private chat of a member of staff (scope "chat"), in every language."""
    names = _MANAGER if role is StaffRole.manager else _AGENT
    return tuple(
        Commands("chat", code, _described(house, names, language)) for code, language in LANGUAGES.items()
    )


def _described(house: House, names: tuple[str, ...], language: str) -> tuple[tuple[str, str], ...]:
    # Where nothing is made for customers, nobody is shown how to ask for it.
    shown = [name for name in names if name != "order" or house.rules.orders.stages]
    return tuple((name, house.texts.say(language, f"profile.command.{name}")) for name in shown)
