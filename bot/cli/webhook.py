"""Looking at the bot's webhook, and taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.cli.config import complete, config_option, settings_of

if TYPE_CHECKING:
    from bot.settings import Settings


@click.group()
def webhook() -> None:
    """Look at the bot's webhook, or take it away."""


@webhook.command()
@config_option
def show(config: str | None) -> None:
    """Say where Telegram delivers the bot's messages, and how that goes."""
    info = complete(_call(settings_of(config), "getWebhookInfo"))
    waiting = info.get("pending_update_count", 0)
    if not info.get("url"):
        click.echo(f"No webhook is set: `frontline run` asks for messages. {waiting} wait at Telegram.")
        return
    click.echo(f"Telegram delivers to {info['url']}. {waiting} wait at Telegram.")
    if trouble := info.get("last_error_message"):
        click.echo(f"The last trouble: {trouble}")


@webhook.command()
@config_option
def remove(config: str | None) -> None:
    """Take the webhook away, so that messages can be asked for again. None is lost."""
    complete(_call(settings_of(config), "deleteWebhook"))
    click.echo("The webhook is gone. What waits at Telegram comes with the next `frontline run`.")


async def _call(settings: Settings, method: str) -> Any:
    from bot.opening import identify, open_gateway

    gateway = open_gateway(settings)
    try:
        await identify(gateway)
        return await gateway.call(method)
    finally:
        await gateway.close()
