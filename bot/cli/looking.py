"""Commands that only look: doctor, health."""

from __future__ import annotations

import click

from bot.cli.config import complete, config_option, settings_of


@click.command()
@config_option
def doctor(config: str | None) -> None:
    """Look at token, groups, database, FAQ … and say what to do."""
    settings = settings_of(config)
    from bot.doctor import examine
    from bot.journal import keep_journal

    keep_journal("error", settings.log.format)
    findings = complete(examine(settings))
    for finding in findings:
        click.echo(str(finding))
    if not all(finding.well for finding in findings):
        raise SystemExit(1)


@click.command()
@config_option
def health(config: str | None) -> None:
    """Say whether a Frontline is working on this database (for health checks)."""
    settings = settings_of(config)
    from sqlalchemy.exc import SQLAlchemyError

    from bot.clock.clocks import Clock
    from bot.health import is_alive

    try:
        alive = complete(is_alive(settings, Clock().machine()))
    except (SQLAlchemyError, OSError):
        alive = False
    click.echo("alive" if alive else "not running")
    raise SystemExit(0 if alive else 1)
