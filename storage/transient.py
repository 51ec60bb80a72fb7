"""Which database errors pass by themselves: they are retried and are nobody's fault."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_PASSING_STATES = ("40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300")
"""Serialization failure, deadlock, lock not available, server shutting down, too many connections."""


def is_transient(error: BaseException) -> bool:
    """Whether trying again later may simply work: deadlock, lost connection, database down or locked."""
    if isinstance(error, OSError | PoolTimeoutError | InterfaceError | OperationalError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or ""
    return error.connection_invalidated or state in _PASSING_STATES or state.startswith("08")
