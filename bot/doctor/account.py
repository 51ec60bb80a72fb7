"""Looking at the bot's account: token, webhook, what waits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.doctor.finding import Finding
from bot.gateways.contract import Gateway, Identity
from bot.gateways.errors import GatewayError, Unauthorised
from bot.settings.model import WebhookSettings


async def examine(gateway: Gateway, wanted: WebhookSettings) -> tuple[list[Finding], Identity | None]:
    """Whether the token is good and nobody else gets the bot's messages."""
    try:
        identity = await gateway.identify()
        webhook = await gateway.call("getWebhookInfo")
        me = await gateway.call("getMe")
    except Unauthorised:
        do = "Ask @BotFather (/mybots, API Token) and put the new one into telegram.token"
        return [Finding("token", "Telegram does not know it", do)], None
    except GatewayError:
        do = "Check the connection; where Telegram is blocked set telegram.proxy"
        return [Finding("Telegram", "cannot be reached", do)], None
    findings = [Finding("token", f"good, the bot is @{identity.username}")]
    findings.append(_webhook(webhook, wanted))
    if not me.get("can_join_groups", True):
        findings.append(
            Finding("groups", "the bot may not join any", "Tell @BotFather: /setjoingroups, Enable")
        )
    return findings, identity


def _webhook(info: dict[str, Any], wanted: WebhookSettings) -> Finding:
    """Whether messages come to us, and how that goes."""
    url, waiting = str(info.get("url") or ""), info.get("pending_update_count", 0)
    if wanted.forwarded:
        return Finding("webhook", "another bot of yours forwards; what it has set is its own matter")
    if url and url != wanted.url:
        how = f"one is set, so messages go to {urlsplit(url).hostname} and not to `frontline run`"
        return Finding("webhook", how, "Stop that program, or take it away: `frontline webhook remove`")
    if wanted.url and not url:
        how = f"not set yet; {waiting} updates wait at Telegram"
        return Finding("webhook", how, "`frontline run` sets it")
    if waiting and (trouble := info.get("last_error_message")):
        how = f"set, but Telegram says: {trouble}; {waiting} updates wait there"
        return Finding("webhook", how, "Look at the proxy, its certificate and webhook.listen")
    how = "set, and Telegram delivers" if url else "none, as it should be"
    return Finding("webhook", f"{how}; {waiting} updates wait at Telegram")
