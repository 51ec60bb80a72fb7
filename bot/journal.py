"""The journal: structured log lines, without tokens, passwords or phone numbers in them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

QUIET = (
    "aiogram",
    "aiohttp",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
)
"""Libraries that speak only when something is wrong. At INFO, httpx would write the token."""

MEANINGS: Mapping[str, str] = {
    "poll.conflict": (
        "Somebody else is reading this bot's messages: a second Frontline, another program with the same "
        "token, or a webhook set earlier. Nothing is lost: they wait at Telegram for 24 hours. "
        "`frontline doctor` tells which it is."
    ),
    "poll.unreachable": (
        "Telegram cannot be reached right now. It is tried again; what customers write waits there."
    ),
    "poll.not_accepted": ("The database takes no messages right now. They stay at Telegram until it does."),
    "webhook.not_accepted": "The database takes no messages right now. They stay at Telegram until it does.",
    "webhook.refused": (
        "A delivery was turned away: it did not come from an allowed address, did not carry the secret, "
        "or was no update. If it is Telegram's own, look at webhook.secret, webhook.allow_from and the proxy."
    ),
    "webhook.not_set": "Telegram does not take the webhook right now. It is tried again; messages wait.",
    "webhook.failing": "Telegram cannot deliver to webhook.url; it says why. Messages wait for 24 hours.",
    "webhook.taken_away": "Another program changed this bot's webhook. It is set again; nothing is lost.",
    "lease.database_trouble": "The database does not answer right now. It is tried again; nothing is lost.",
    "update.undecodable": "A message could not be read. It is kept: `frontline parked list` shows it.",
}

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_INVITE = re.compile(r"\bi_[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):[^/\s@]+@")
_PHONE = re.compile(r"(?<![\w.:/-])\+?\(?\d[\d ()-]{6,18}\d(?![\w:]|\.\d)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OURS = ("timestamp", "level", "logger")


def redact_text(text: str) -> str:
    """A text without tokens, invitations, passwords and phone numbers."""
    text = _TOKEN.sub("[token]", text)
    text = _INVITE.sub("[invitation]", text)
    text = _PASSWORD.sub(r"\1:***@", text)
    return _PHONE.sub(_masked_phone, text)


def _masked_phone(found: re.Match[str]) -> str:
    text = found.group()
    digits = sum(letter.isdigit() for letter in text)
    return text if digits < 8 or digits > 15 or _DATE.match(text) else "[phone]"


def redact(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: nothing personal and no secret leaves in a log line, however deep it is."""
    for key, value in line.items():
        if key not in _OURS:
            line[key] = _redacted(value)
    return line


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {key: _redacted(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [_redacted(one) for one in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact_text(str(value))


def explain(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: what an event means for whoever runs the bot, where that is not plain."""
    meaning = MEANINGS.get(str(line.get("event")))
    if meaning:
        line["meaning"] = meaning
    return line


def keep_journal(level: str = "info", format: str = "auto") -> None:
    """Write the journal to standard error: JSON, or text for a person at a terminal."""
    as_json = format == "json" or (format == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        explain,
        structlog.processors.format_exc_info,
        redact,
    ]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared[:3],
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                *shared[4:],
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
