"""Commands that serve until they are stopped: run, sandbox, demo."""

from __future__ import annotations

import asyncio

import click

from bot.businesses import KEYS
from bot.cli.config import complete, config_option, settings_of


@click.command()
@config_option
@click.option("--reset-profile", is_flag=True, help="Set texts and commands even where a hand did.")
def run(config: str | None, reset_profile: bool) -> None:
    """Run the bot of your business until it is stopped."""
    settings = settings_of(config)
    from bot.journal import keep_journal
    from bot.running import loop_factory
    from bot.running import run as serve

    keep_journal(settings.log.level, settings.log.format)
    complete(serve(settings, reset_profile=reset_profile), loop=loop_factory())


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8081, show_default=True, help="The port to listen on.")
@click.option("--no-limits", is_flag=True, help="Do not refuse what is sent too fast.")
@click.option("--name", multiple=True, help="Answer to this name or address too; may be given repeatedly.")
def sandbox(host: str, port: int, no_limits: bool, name: tuple[str, ...]) -> None:
    """Serve a local Bot API to develop and test bots against (docs/sandbox.md)."""
    from bot.sandbox.serve import serve

    try:
        asyncio.run(serve(host, port, enforce_limits=not no_limits, names=name))
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from None


@click.command()
@click.option("--port", default=8088, show_default=True, help="The port of the page.")
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option(
    "--business",
    type=click.Choice(KEYS),
    default=KEYS[0],
    show_default=True,
    help="The sample business to play with.",
)
def demo(port: int, no_browser: bool, business: str) -> None:
    """Try everything on this machine: no token, no service, no internet."""
    from bot.demo import run as show

    show(port, open_browser=not no_browser, business=business)
