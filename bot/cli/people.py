"""Letting people in from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.config import complete, config_option, settings_of

if TYPE_CHECKING:
    from bot.inviting import Invitation


@click.command()
@click.argument("role", type=click.Choice(["manager", "agent"]))
@click.option("--department", metavar="KEY", help="Whose agent (default: none yet).")
@config_option
def invite(role: str, department: str | None, config: str | None) -> None:
    """Make a link by which one person becomes manager or agent."""
    settings = settings_of(config)
    from bot.inviting import make_invitation

    tell(complete(make_invitation(settings, role, department)))


def tell(made: Invitation) -> None:
    """Print an invitation."""
    if made.sandbox:
        click.echo(f'In the sandbox, let an account send this to the bot: "{made.words}"')
    else:
        click.echo(made.link)
    until = made.until.strftime("%Y-%m-%d %H:%M")
    click.echo(f"Good for one person, until {until} ({made.until.tzname()}).")
