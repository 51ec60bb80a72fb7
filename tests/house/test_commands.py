"""The command line and what is written about it say the same, and help is quick."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bot.cli import main

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "README.zh-CN.md",
    "docs/running.md",
    "docs/settings.md",
    "docs/sandbox.md",
    "CHANGELOG.md",
)
MENTION = re.compile(r"frontline ([a-z]+)(?: ([a-z]+))?(?=[`\s),.;:])")
HEAVY = ("aiogram", "sqlalchemy", "numpy", "pydantic", "aiohttp", "structlog", "babel")


def mentioned(page: str) -> list[tuple[str, str]]:
    """The commands that a page's code names: after a backtick, a path, or in a block."""
    text = (ROOT / page).read_text("utf-8")
    code = "\n".join(re.findall(r"`([^`\n]+)`", text) + re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
    return [(first, second) for first, second in MENTION.findall(code + "\n") if first != "is"]


def test_every_command_is_described() -> None:
    """docs/running.md has a row for each command, and none for others."""
    rows = re.findall(
        r"^\| `frontline ([a-z]+)` \|", (ROOT / "docs/running.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(rows) == sorted(main.commands)


def test_subcommands_are_described() -> None:
    """The row of a group of commands names each of them."""
    text = (ROOT / "docs/running.md").read_text("utf-8")
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            row = next(line for line in text.splitlines() if line.startswith(f"| `frontline {name}`"))
            assert [sub for sub in command.commands if f"`{sub}`" not in row] == []


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_only_what_there_is(page: str) -> None:
    """A command named anywhere exists, and so does its subcommand."""
    for name, sub in mentioned(page):
        assert name in main.commands, f"{page}: frontline {name}"
        command = main.commands[name]
        if isinstance(command, click.Group) and sub:
            assert sub in command.commands, f"{page}: frontline {name} {sub}"


def test_every_command_has_help() -> None:
    """Each command, subcommand and option says what it is for."""
    commands = list(main.commands.values())
    for command in commands:
        assert command.help, command.name
        if isinstance(command, click.Group):
            commands.extend(command.commands.values())
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, (
                f"{command.name} {parameter.name}"
            )


def test_help_is_quick() -> None:
    """--help imports none of the large libraries."""
    code = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout
