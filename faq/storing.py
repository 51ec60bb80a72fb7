"""Entries as plain JSON, the form they have inside a saved index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from faq.entry import Attachment, Button, Entry, Link, Moment


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Everything an entry holds, in types that JSON has."""
    raw = asdict(entry)
    for field in ("valid_from", "valid_until"):
        raw[field] = raw[field].isoformat() if raw[field] else None
    return raw


def entry_from_json(raw: Mapping[str, Any]) -> Entry:
    """The entry that `entry_to_json` was given."""
    fields = dict(raw)
    fields["tags"] = tuple(fields["tags"])
    fields["buttons"] = tuple(Button(**one) for one in fields["buttons"])
    fields["links"] = tuple(Link(**one) for one in fields["links"])
    fields["attachments"] = tuple(Attachment(**one) for one in fields["attachments"])
    for field in ("valid_from", "valid_until"):
        fields[field] = _moment(fields[field])
    return Entry(**fields)


def _moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
