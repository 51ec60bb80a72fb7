"""The doctor: looks at everything a running bot needs and says in one line each what to do."""

from __future__ import annotations

from bot.clock.clocks import Clock
from bot.doctor import account, business, database, groups
from bot.doctor.finding import Finding
from bot.opening import CannotRun, open_gateway, open_store
from bot.settings import Settings

__all__ = ["Finding", "examine"]


async def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order somebody would mend them. Changes nothing anywhere."""
    findings: list[Finding] = []
    gateway = None
    try:
        gateway = open_gateway(settings)
        found, identity = await account.examine(gateway, settings.webhook)
        findings += found
    except CannotRun as reason:
        findings.append(Finding("token", "missing", str(reason)))
        identity = None
    try:
        findings += business.examine(settings, Clock().now())
        store = open_store(settings)
        try:
            known = await database.examine(settings, store)
        finally:
            await store.close()
        findings += known.findings
        findings += await groups.examine(gateway if identity else None, known.groups)
    except CannotRun as reason:
        findings.append(Finding("database", "cannot be opened", str(reason)))
    finally:
        if gateway is not None:
            await gateway.close()
    return findings
