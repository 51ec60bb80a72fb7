"""Messages that were set aside, from the command line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import click

from bot.cli.config import complete, config_option, settings_of

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.store import Store


@click.group()
def parked() -> None:
    """Look after messages that could not be handled and were set aside."""


@parked.command("list")
@config_option
def list_(config: str | None) -> None:
    """List what is set aside."""
    from bot import parked as work

    async def show(store: Store) -> None:
        rows = await work.waiting(store)
        for row in rows:
            why = f"{row.reason} {row.error}".strip()
            click.echo(f"{row.id}\t{row.parked_at:%Y-%m-%d %H:%M} UTC\t{why}")
        if not rows:
            click.echo("Nothing is set aside.")

    _on_store(settings_of(config), show)


@parked.command()
@click.argument("number", type=int)
@config_option
def show(number: int, config: str | None) -> None:
    """Show one message as it came (it may hold personal data)."""
    from bot import parked as work

    async def print_it(store: Store) -> None:
        row = await work.one(store, number)
        click.echo(f"set aside {row.parked_at:%Y-%m-%d %H:%M} UTC: {row.reason} {row.error}".rstrip())
        click.echo(row.body)

    _on_store(settings_of(config), print_it)


@parked.command()
@click.argument("number", type=int)
@config_option
def retry(number: int, config: str | None) -> None:
    """Handle one message again, now that its cause is mended."""
    from bot import parked as work
    from bot.clock.clocks import Clock

    async def put_back(store: Store) -> None:
        await work.retry(store, number, Clock().machine())
        click.echo("Back in the inbox; the running bot takes it up within seconds.")

    _on_store(settings_of(config), put_back)


@parked.command()
@click.argument("number", type=int)
@config_option
@click.confirmation_option("--yes", prompt="It will never be handled and its words are erased. Go on?")
def drop(number: int, config: str | None) -> None:
    """Let one message go for good."""
    from bot import parked as work
    from bot.clock.clocks import Clock

    async def let_go(store: Store) -> None:
        await work.drop(store, number, Clock().machine())
        click.echo("Gone.")

    _on_store(settings_of(config), let_go)


def _on_store(settings: Settings, work: Callable[[Store], Awaitable[None]]) -> None:
    from bot.opening import CannotRun, opened
    from bot.parked import NotParked, StillUnreadable

    async def run() -> None:
        async with opened(settings) as store:
            try:
                await work(store)
            except NotParked as number:
                raise CannotRun(f"There is no message {number} set aside. `frontline parked list`") from None
            except StillUnreadable:
                raise CannotRun("This version cannot read it either; it stays where it is.") from None

    complete(run())
