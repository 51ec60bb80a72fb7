"""Entries as the TOML of a base's file, the way a person would write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from faq.entry import Entry, Texts

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x7f": "\\u007f"}


def write_base(
    entries: Iterable[Entry], path: str | Path, name: str = "", languages: Sequence[str] = ()
) -> None:
    """Write a base's file; reading it gives the same entries."""
    Path(path).write_text(to_toml(entries, name, languages), encoding="utf-8")


def to_toml(entries: Iterable[Entry], name: str = "", languages: Sequence[str] = ()) -> str:
    """The text of a base's file."""
    blocks = []
    head = [f"name = {_quoted(name)}"] if name else []
    if languages:
        head.append(f"languages = {_list(languages)}")
    if head:
        blocks.append("\n".join(["[base]", *head]))
    blocks += [_entry(entry) for entry in entries]
    return "\n\n".join(blocks) + "\n"


def _entry(entry: Entry) -> str:
    lines = ["[[entry]]", f"id = {_quoted(entry.id)}"]
    if entry.category:
        lines.append(f"category = {_quoted(entry.category)}")
    if entry.tags:
        lines.append(f"tags = {_list(entry.tags)}")
    if isinstance(entry.questions, Mapping):
        lines += [f"questions.{_key(one)} = {_tall(some)}" for one, some in entry.questions.items()]
    else:
        lines.append(f"questions = {_tall(entry.questions)}")
    lines += _texts("answer", entry.answer)
    for field in ("valid_from", "valid_until"):
        moment = getattr(entry, field)
        if moment is not None:
            lines.append(f"{field} = {moment.isoformat()}")
    for field in ("buttons", "links", "attachments"):
        parts = [_inline(asdict(part)) for part in getattr(entry, field)]
        if parts:
            lines.append(f"{field} = [{', '.join(parts)}]")
    if entry.hidden:
        lines.append("hidden = true")
    return "\n".join(lines)


def _texts(field: str, texts: Texts) -> list[str]:
    if isinstance(texts, str):
        return [f"{field} = {_quoted(texts)}"]
    return [f"{field}.{_key(language)} = {_quoted(text)}" for language, text in texts.items()]


def _inline(part: Mapping[str, Texts]) -> str:
    lines = [line for field, value in part.items() if value for line in _texts(field, value)]
    return f"{{ {', '.join(lines)} }}"


def _tall(texts: Sequence[str]) -> str:
    """A list with a line for each text: this is what a person reads and extends."""
    return "[\n" + "".join(f"  {_quoted(text)},\n" for text in texts) + "]"


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"


def _key(language: str) -> str:
    plain = language.isascii() and language.replace("-", "").replace("_", "").isalnum()
    return language if plain else _quoted(language)


def _quoted(text: str) -> str:
    written = "".join(
        _ESCAPES.get(letter) or (f"\\u{ord(letter):04x}" if letter < " " else letter) for letter in text
    )
    return f'"{written}"'
