"""What commands share: the option --config, and plain words instead of tracebacks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bot.settings import Settings

_Result = TypeVar("_Result")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def config_option(command: _Command) -> _Command:
    """The option that names the settings file."""
    return click.option(
        "--config",
        metavar="FILE",
        help="The settings file (default: FRONTLINE_CONFIG, or frontline.toml here).",
    )(command)


def settings_of(config: str | None) -> Settings:
    """The settings; wrong ones are told in plain lines and end the command with exit code 2."""
    from bot.settings import WrongSettings, load_settings

    try:
        return load_settings(config)
    except WrongSettings as wrong:
        raise refuse(wrong.lines) from None


def refuse(lines: list[str]) -> SystemExit:
    """Tell what is wrong with the settings; exit code 2."""
    for line in lines:
        click.echo(f"frontline: {line}", err=True)
    return SystemExit(2)


def complete(
    work: Coroutine[Any, Any, _Result],
    *,
    loop: Callable[[], asyncio.AbstractEventLoop] | None = None,
) -> _Result:
    """Run a command's work. What must be put right outside is told in one line; exit code 1."""
    from bot.opening import CannotRun
    from bot.settings import WrongSettings

    try:
        with asyncio.Runner(loop_factory=loop) as runner:
            return runner.run(work)
    except WrongSettings as wrong:
        raise refuse(wrong.lines) from None
    except CannotRun as reason:
        click.echo(f"frontline: {reason}", err=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
