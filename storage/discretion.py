"""What went wrong in the database is told without the words and names it went wrong with."""

from __future__ import annotations

import re

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

# The server repeats a row in the detail; the driver repeats a value that does not fit its column.
_TOLD = re.compile(r"(?s)\nDETAIL:.*|(?<=query argument )(\$\d+): .*")


def keep_contents_out_of_errors(engine: Engine) -> None:
    """Take the contents of rows out of this engine's errors, before anybody writes these down."""
    event.listen(engine, "handle_error", _silence)


def _silence(context: ExceptionContext) -> None:
    error: BaseException | None = context.original_exception
    while error is not None:
        if isinstance(getattr(error, "detail", None), str):
            error.detail = None  # type: ignore[attr-defined]
        _shorten(error)
        error = error.__cause__
    if context.sqlalchemy_exception is not None:
        _shorten(context.sqlalchemy_exception)


def _shorten(error: BaseException) -> None:
    error.args = tuple(_TOLD.sub(r"\1", one) if isinstance(one, str) else one for one in error.args)
