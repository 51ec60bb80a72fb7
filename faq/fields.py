"""The fields of one table of a base's file, each read with the message that helps to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from faq.entry import Attachment, Button, Link, Moment, Phrasings, Texts
from faq.problems import Problem


class Fields:
    """A table being read: gives values, gathers problems."""

    def __init__(self, raw: Mapping[str, Any], label: str, languages: Sequence[str]) -> None:
        """Read from `raw`; `label` names the table in messages."""
        self.raw, self.label, self.languages = raw, label, languages
        self.problems: list[Problem] = []

    def wrong(self, field: str, text: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append(Problem(self.label, field, text))

    def known(self, names: Sequence[str]) -> None:
        """Note fields that nobody reads, with the name that was probably meant."""
        for name in self.raw:
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                meant = f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(names)}"
                self.wrong(name, f"is not a field of a base; {meant}")

    def text(self, field: str) -> str:
        """A text without languages, "" when absent."""
        value = self.raw.get(field, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong(field, f"must be a text in quotes, not {_kind(value)}")
        return ""

    def switch(self, field: str) -> bool:
        """true or false, false when absent."""
        value = self.raw.get(field, False)
        if isinstance(value, bool):
            return value
        self.wrong(field, f"must be true or false, not {_kind(value)}")
        return False

    def texts(self, field: str) -> list[str]:
        """A list of texts, empty when absent."""
        value = self.raw.get(field, [])
        return self._list(field, value)

    def moment(self, field: str) -> Moment | None:
        """A date like 2026-05-01, or nothing."""
        value = self.raw.get(field)
        if value is None or isinstance(value, date):
            return value
        self.wrong(field, "must be a date without quotes, like 2026-05-01")
        return None

    def spoken(self, field: str, required: bool = False) -> Texts:
        """A text, plain or by language."""
        value = self.raw.get(field)
        if value is None or value == {}:
            if required:
                self.wrong(field, f'is missing; write {field}.zh = "…" and {field}.en = "…"')
            return ""
        if isinstance(value, str):
            return value.strip()
        if not isinstance(value, Mapping):
            self.wrong(field, f"must be a text in quotes, not {_kind(value)}")
            return ""
        self._check_languages(field, value)
        for language, text in value.items():
            if not isinstance(text, str):
                self.wrong(f"{field}.{language}", f"must be a text in quotes, not {_kind(text)}")
        return {language: text.strip() for language, text in value.items() if isinstance(text, str)}

    def phrasings(self, field: str) -> Phrasings:
        """Ways of asking: a list, or lists by language."""
        value = self.raw.get(field)
        if not value:
            self.wrong(field, f'are missing; write {field}.zh = ["…"] and {field}.en = ["…"]')
            return ()
        if not isinstance(value, Mapping):
            return tuple(self._list(field, value))
        self._check_languages(field, value)
        return {language: tuple(self._list(f"{field}.{language}", some)) for language, some in value.items()}

    def table(self, field: str) -> Mapping[str, Any]:
        """One table, empty when absent."""
        value = self.raw.get(field, {})
        if isinstance(value, Mapping):
            return value
        self.wrong(field, f"must be a table written [{field}]")
        return {}

    def tables(self, field: str) -> list[Mapping[str, Any]]:
        """A list of tables, empty when absent."""
        value = self.raw.get(field, [])
        if isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            return value
        self.wrong(field, f"must be written as [[{field}]] or {field} = [{{ … }}]")
        return []

    def _list(self, field: str, value: object) -> list[str]:
        if not isinstance(value, list):
            self.wrong(field, f'must be a list like ["…", "…"], not {_kind(value)}')
            return []
        for number, one in enumerate(value, 1):
            if not isinstance(one, str) or not one.strip():
                self.wrong(field, f"number {number} must be a text in quotes, not {_kind(one)}")
        return [one.strip() for one in value if isinstance(one, str) and one.strip()]

    def _check_languages(self, field: str, value: Mapping[str, Any]) -> None:
        for language in value:
            if self.languages and language not in self.languages:
                stated = ", ".join(self.languages)
                self.wrong(f"{field}.{language}", f"is not one of the base's languages ({stated})")


def read_buttons(fields: Fields) -> tuple[Button, ...]:
    """The buttons of an entry: each with a label, and a form or an address."""
    buttons = []
    for number, raw in enumerate(fields.tables("buttons"), 1):
        part = _part(fields, raw, f"buttons, number {number}", ("form", "url", "label"))
        button = Button(part.spoken("label", required=True), part.text("form"), part.text("url"))
        if bool(button.form) == bool(button.url):
            part.wrong("", "needs either a form or a url")
        buttons.append(button)
        fields.problems += part.problems
    return tuple(buttons)


def read_links(fields: Fields) -> tuple[Link, ...]:
    """The links of an entry."""
    links = []
    for number, raw in enumerate(fields.tables("links"), 1):
        part = _part(fields, raw, f"links, number {number}", ("url", "label"))
        link = Link(part.text("url"), part.spoken("label"))
        if not link.url:
            part.wrong("url", "is missing")
        links.append(link)
        fields.problems += part.problems
    return tuple(links)


def read_attachments(fields: Fields) -> tuple[Attachment, ...]:
    """The files an entry sends along."""
    attachments = []
    for number, raw in enumerate(fields.tables("attachments"), 1):
        part = _part(fields, raw, f"attachments, number {number}", ("file", "kind", "caption"))
        kind = part.text("kind") or "document"
        attachments.append(Attachment(part.text("file"), kind, part.spoken("caption")))
        if not attachments[-1].file:
            part.wrong("file", "is missing")
        fields.problems += part.problems
    return tuple(attachments)


def _part(fields: Fields, raw: Mapping[str, Any], place: str, known: Sequence[str]) -> Fields:
    part = Fields(raw, f"{fields.label}, {place}", fields.languages)
    part.known(known)
    return part


def _kind(value: object) -> str:
    """What a value is, in the words of someone who writes files by hand."""
    if isinstance(value, str):
        return "an empty text" if not value.strip() else f'the text "{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, list) else f"{value}"
