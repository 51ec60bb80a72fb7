"""Commands: /name and what follows, in private and in groups."""

from __future__ import annotations

import re
from typing import NamedTuple

from handlers import referral, staff
from handlers.routing.going import come_back, go
from handlers.routing.tables import COMMANDS, GO, IN_GROUPS
from handlers.turn import Turn
from storage.outbound import SendText

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?$", re.DOTALL)
_PAYLOADS = {"i_": staff.redeem, "r_": referral.arrive}


class Command(NamedTuple):
    """A command: its name, the bot it is addressed to (if it says), and the rest."""

    name: str
    bot: str
    rest: str


def parse(text: str) -> Command | None:
    """The command a message is, if it is one."""
    found = _COMMAND.match(text)
    if found is None:
        return None
    name, bot, rest = found.groups(default="")
    return Command(name.lower(), bot, rest.strip())


async def obey(turn: Turn) -> bool:
    """Obey a command. True if the message was one, for us or for somebody else.

    In a group one that nobody knows is left to whoever talks there.
    """
    command = parse(turn.text)
    if command is None:
        return False
    if command.bot and command.bot.casefold() != _username(turn).casefold():
        return True
    if turn.private:
        await _private(turn, command)
    elif command.name in IN_GROUPS:
        await _run(turn, command)
    elif turn.staff is not None and command.name in COMMANDS:
        turn.send(SendText(turn.say(turn.house.default_language, "router.private_only")))
    else:
        return bool(command.bot)
    return True


async def _private(turn: Turn, command: Command) -> None:
    redeem = _PAYLOADS.get(command.rest[:2]) if command.name == "start" else None
    if redeem is not None:
        await redeem(turn, command.rest[2:])
    elif not await _run(turn, command):
        turn.reply("router.unknown_command")
        await come_back(turn, "menu")


async def _run(turn: Turn, command: Command) -> bool:
    verb = COMMANDS.get(command.name)
    if verb is not None:
        await verb(turn, command.rest)
        await come_back(turn, command.name)
        return True
    # Every place of the menu is a command as well.
    return command.name in GO and await go(turn, command.name)


def _username(turn: Turn) -> str:
    return turn.account.username or turn.house.bot_username
