"""The command line. Each command imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import click

from bot.cli.faq import faq
from bot.cli.looking import doctor, health
from bot.cli.parked import parked
from bot.cli.people import invite
from bot.cli.serving import demo, run, sandbox
from bot.cli.starting import init
from bot.cli.webhook import webhook


def _tell_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"frontline {version('frontline')}")
        except PackageNotFoundError:
            click.echo("frontline, run from its folder and not installed")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Say which version this is.",
)
def main() -> None:
    """The front line of a customer-service department, in a chat channel.

    See it first, with no token and no internet: frontline demo
    """


for _command in (demo, init, run, doctor, health, invite, faq, parked, webhook, sandbox):
    main.add_command(_command)
