"""The journal: nothing personal and no secret in it, plain words where they are needed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.journal import keep_journal, redact_text

TOKEN = "123456789:AAExampleExampleExampleExampleExample"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The journal as it is written, in JSON; everything is put back afterwards."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    keep_journal("debug", "json")
    structlog.configure(cache_logger_on_first_use=False)
    yield written
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        "+8613812345678",
        "13812345678",
        "138 1234 5678",
        "+1 (212) 555-0123",
        "010-12345678",
        "i_Q9kYOj5ZwI6cxeUjjWVe2U6rZiyM9si9tF82n9T5kNo",
    ],
)
def test_secrets_and_phones_are_taken_out(secret: str) -> None:
    """Tokens, invitations and phone numbers are replaced wherever they stand in a text."""
    for text in (secret, f"before {secret} after", f"'{secret}'", f"x={secret}, y"):
        told = redact_text(text)
        assert secret not in told
        assert "[" in told


def test_a_token_in_an_address_is_taken_out() -> None:
    """The Bot API's address holds the token; it does not stay."""
    assert TOKEN not in redact_text(f"POST https://api.telegram.org/bot{TOKEN}/getMe")


def test_a_database_password_is_taken_out() -> None:
    """A password in a URL goes, host and name stay."""
    assert redact_text("postgresql://me:pa55@host:5432/db") == "postgresql://me:***@host:5432/db"


@pytest.mark.parametrize(
    "text",
    [
        "poll:1",
        "row 12345",
        "2026-11-23T02:00:00Z",
        "2026-11-23 10:15",
        "127.0.0.1:5432",
        "-1001234567",
        "0.0.1",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    """Ids, times and addresses are what a journal is for."""
    assert redact_text(text) == text


def test_lines_are_json_without_secrets(lines: io.StringIO) -> None:
    """However deep a secret is in a line, and in a traceback too, it does not come out."""
    log = structlog.get_logger("test")
    try:
        raise ValueError(f"no answer from bot{TOKEN}")
    except ValueError:
        log.exception("send.failed", row=7, who={"phone": ["+8613812345678"]})
    line = json.loads(lines.getvalue())
    assert (line["event"], line["row"], line["level"]) == ("send.failed", 7, "error")
    assert TOKEN not in lines.getvalue()
    assert "13812345678" not in lines.getvalue()
    assert "ValueError" in line["exception"]


def test_libraries_are_redacted_and_quiet(lines: io.StringIO) -> None:
    """Lines of libraries pass the same way; httpx speaks only when something is wrong."""
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert lines.getvalue() == ""
    logging.getLogger("httpx").warning("retry bot%s", TOKEN)
    line = json.loads(lines.getvalue())
    assert TOKEN not in line["event"]
    assert line["level"] == "warning"


def test_a_conflict_is_explained(lines: io.StringIO) -> None:
    """Another poller (409) is told in plain words, and that nothing is lost."""
    structlog.get_logger("polling").warning("poll.conflict", pause=5)
    line = json.loads(lines.getvalue())
    assert "Somebody else is reading this bot's messages" in line["meaning"]
    assert "Nothing is lost" in line["meaning"]
