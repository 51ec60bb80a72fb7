"""The bot about itself: getMe, names, descriptions, commands by scope and language, menu buttons, rights."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from bot.sandbox.chats import RIGHTS
from bot.sandbox.checks import fields
from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import bad
from bot.sandbox.methods.request import Handler, Request, find_chat
from bot.sandbox.table import NESTED

COMMAND = re.compile(r"^[a-z0-9_]{1,32}$")
LANGUAGE = re.compile(r"^(?:[a-z]{2})?$")
LENGTHS = {"name": 64, "description": 512, "short_description": 120}
PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def get_me(request: Request) -> dict[str, Any]:
    """Who the bot is."""
    return request.bot.me()


def set_text(what: str, request: Request) -> bool:
    """Set the name, description or short description for a language; an empty one removes it."""
    text, language = request.params.get(what, ""), _language(request)
    if utf16_length(text) > LENGTHS[what]:
        raise bad(f"{what.replace('_', ' ')} is too long")
    if text:
        request.bot.texts[what, language] = text
    else:
        request.bot.texts.pop((what, language), None)
    if what == "name" and not language and text:
        request.bot.name = text
        request.bot.refresh()
    return True


def get_text(what: str, request: Request) -> dict[str, str]:
    """The text for a language, else the one for all."""
    texts, language = request.bot.texts, _language(request)
    otherwise = request.bot.name if what == "name" else ""
    return {what: texts.get((what, language)) or texts.get((what, ""), otherwise)}


def set_commands(request: Request) -> bool:
    """Set the list of commands of a scope and language."""
    commands = request.params["commands"]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    checked = [fields(command, NESTED["command"], "BotCommand") for command in commands]
    for command in checked:
        command["command"] = command["command"].removeprefix("/")
        if not COMMAND.match(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    request.bot.commands[_scope(request), _language(request)] = checked
    return True


def get_commands(request: Request) -> list[dict[str, Any]]:
    """The commands of exactly this scope and language."""
    return request.bot.commands.get((_scope(request), _language(request)), [])


def delete_commands(request: Request) -> bool:
    """Forget the commands of a scope and language."""
    request.bot.commands.pop((_scope(request), _language(request)), None)
    return True


def _scope(request: Request) -> str:
    scope = request.params.get("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in PLAIN_SCOPES:
        return str(kind)
    if kind not in CHAT_SCOPES or scope.get("chat_id") is None:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    chat = find_chat(request.state, request.bot, scope["chat_id"])
    if kind != "chat" and chat.private:
        raise bad("can't change bot commands for administrators of a private chat")
    return f"{kind} {chat.id} {scope.get('user_id', '')}".strip()


def _language(request: Request) -> str:
    language: str = request.params.get("language_code", "")
    if not LANGUAGE.match(language):
        raise bad("LANG_CODE_INVALID")
    return language


def set_menu_button(request: Request) -> bool:
    """Set the menu button of one private chat, or of all."""
    button = request.params.get("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad("can't parse menu button: unsupported type")
    request.bot.menu_buttons[_private_id(request)] = button
    return True


def get_menu_button(request: Request) -> dict[str, Any]:
    """The menu button of one private chat, or of all."""
    buttons = request.bot.menu_buttons
    return buttons.get(_private_id(request)) or buttons.get(0) or {"type": "commands"}


def _private_id(request: Request) -> int:
    if "chat_id" not in request.params:
        return 0
    chat = request.chat()
    if not chat.private:
        raise bad("chat not found")
    return chat.id


def set_rights(request: Request) -> bool:
    """Set the rights the bot asks for when it is added as an administrator."""
    rights = request.params.get("rights") or {}
    channels = request.params.get("for_channels", False)
    request.bot.rights[channels] = {key: bool(value) for key, value in rights.items()}
    return True


def get_rights(request: Request) -> dict[str, Any]:
    """The rights the bot asks for."""
    wanted = request.bot.rights.get(request.params.get("for_channels", False), {})
    return dict.fromkeys(("is_anonymous", *RIGHTS), False) | wanted


def goodbye(request: Request) -> bool:
    """logOut and close: nothing to do here, but allowed."""
    return True


HANDLERS: dict[str, Handler] = {
    "getme": get_me,
    "logout": goodbye,
    "close": goodbye,
    "setmyname": partial(set_text, "name"),
    "getmyname": partial(get_text, "name"),
    "setmydescription": partial(set_text, "description"),
    "getmydescription": partial(get_text, "description"),
    "setmyshortdescription": partial(set_text, "short_description"),
    "getmyshortdescription": partial(get_text, "short_description"),
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    "setchatmenubutton": set_menu_button,
    "getchatmenubutton": get_menu_button,
    "setmydefaultadministratorrights": set_rights,
    "getmydefaultadministratorrights": get_rights,
}
