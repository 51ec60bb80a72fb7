"""Opening the database of the settings, and nothing of the stations: a health check wants no more."""

from __future__ import annotations

from bot.settings import Settings
from storage.store import Store


class CannotRun(Exception):
    """Something outside must be put right first; the words say what, in plain words."""


def open_store(settings: Settings) -> Store:
    """The database of the settings, not looked at yet. Raises CannotRun if a package is missing for it."""
    storage = settings.storage
    try:
        return Store.open(
            storage.url.get_secret_value(),
            synchronous=storage.synchronous,
            pool_size=storage.pool_size,
            schema=storage.database_schema,
        )
    except ModuleNotFoundError:
        raise CannotRun("PostgreSQL needs one more package: pip install 'frontline[postgres]'") from None
