"""setWebhook, deleteWebhook, getWebhookInfo."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.methods.request import Handler, Request
from bot.sandbox.webhook import Webhook

SECRET = re.compile(r"^[A-Za-z0-9_-]{1,256}$")


def set_webhook(request: Request) -> bool:
    """Post updates to an address; plain http is allowed here, since nothing leaves the machine."""
    params, bot, hooks = request.params, request.bot, request.state.webhooks
    url = params["url"]
    if not url:
        return delete_webhook(request)
    if not url.startswith(("http://", "https://")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.get("secret_token") or None
    if secret is not None and not SECRET.match(secret):
        raise bad("secret token contains unallowed characters")
    bot.queue.allow(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        bot.queue.clear()
    bot.queue.interrupt("setWebhook")
    connections = min(max(params.get("max_connections", 40), 1), 100)
    hooks.set(bot, Webhook(url, secret, connections))
    return True


def delete_webhook(request: Request) -> bool:
    """Go back to getUpdates."""
    request.state.webhooks.remove(request.bot)
    if request.params.get("drop_pending_updates"):
        request.bot.queue.clear()
    return True


def webhook_info(request: Request) -> dict[str, Any]:
    """Where updates are posted and how that goes."""
    queue = request.bot.queue
    queue.drop_expired()
    hook = request.state.webhooks.get(request.bot)
    info: dict[str, Any] = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
    }
    if hook is not None:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        if hook.last_error is not None:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    if queue.allowed is not None:
        info["allowed_updates"] = sorted(queue.allowed)
    return info


HANDLERS: dict[str, Handler] = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
}
