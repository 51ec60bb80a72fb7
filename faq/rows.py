"""An entry as a row of a table, and back: a column for each field and language, a line for each wording."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from faq.entry import ANY_LANGUAGE, Entry
from faq.loading import read_entry
from faq.problems import BaseFileError, Problem

NAMES = {
    "id": ("id", "编号", "key"),
    "category": ("category", "分类", "类别", "栏目"),
    "tags": ("tags", "标签"),
    "questions": ("questions", "question", "问题", "问法", "相似问", "标准问", "提问"),
    "answer": ("answer", "answers", "答案", "回答", "回复", "答复"),
    "valid_from": ("valid_from", "开始日期", "生效日期"),
    "valid_until": ("valid_until", "结束日期", "失效日期"),
    "buttons": ("buttons", "按钮"),
    "links": ("links", "链接"),
    "attachments": ("attachments", "附件"),
    "hidden": ("hidden", "隐藏"),
}
"""What a column may be called; questions and answer may end in a language: questions.zh."""

LISTED = ("buttons", "links", "attachments")
YES = ("yes", "true", "1", "y", "x", "是", "对")


def columns_of(entries: Iterable[Entry]) -> list[str]:
    """The columns that hold everything these entries say."""
    kept = list(entries)
    columns = ["id", "category", "tags"]
    for field in ("questions", "answer"):
        for language in dict.fromkeys(language for entry in kept for language in _by_language(entry, field)):
            columns.append(f"{field}.{language}" if language else field)
    return [*columns, "valid_from", "valid_until", *LISTED, "hidden"]


def row_of(entry: Entry, columns: Sequence[str]) -> list[str]:
    """The entry's cells under these columns."""
    cells = {
        "id": entry.id,
        "category": entry.category,
        "tags": ", ".join(entry.tags),
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else "",
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else "",
        "hidden": "yes" if entry.hidden else "",
    }
    for field in ("questions", "answer"):
        for language, text in _by_language(entry, field).items():
            cells[f"{field}.{language}" if language else field] = text
    for field in LISTED:
        parts = [
            {name: value for name, value in asdict(part).items() if value} for part in getattr(entry, field)
        ]
        cells[field] = json.dumps(parts, ensure_ascii=False) if parts else ""
    return [cells.get(column, "") for column in columns]


def entries_of(rows: Sequence[Sequence[str]], path: Path) -> list[Entry]:
    """The entries of a table whose first row names its columns; rows of one id belong together."""
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not filled:
        raise BaseFileError(path, [Problem("", "", "holds no rows")])
    columns = [_column(cell) for cell in filled[0][1]]
    fields = {column[0] for column in columns if column}
    problems = [
        Problem("row 1", field, f"no column of this name; it may be called {', '.join(NAMES[field])}")
        for field in ("questions", "answer")
        if field not in fields
    ]
    if problems:
        raise BaseFileError(path, problems)
    tables: dict[str, dict[str, Any]] = {}
    for number, row in filled[1:]:
        raw, found = _table(columns, row, number)
        problems += found
        name = raw.get("id") or f"row-{number}"
        raw["id"] = name
        if name in tables:
            _merge(tables[name], raw)
        else:
            tables[name] = raw
    entries = []
    for number, raw in enumerate(tables.values(), 1):
        entry, found = read_entry(raw, number)
        problems += found
        if entry:
            entries.append(entry)
    if problems:
        raise BaseFileError(path, problems)
    return entries


def _by_language(entry: Entry, field: str) -> dict[str, str]:
    """The questions, a line each, or the answer, by language."""
    value = getattr(entry, field)
    if isinstance(value, str):
        return {ANY_LANGUAGE: value}
    if not isinstance(value, Mapping):
        return {ANY_LANGUAGE: _lines(value)}
    return {language: text if isinstance(text, str) else _lines(text) for language, text in value.items()}


def _lines(questions: Iterable[str]) -> str:
    return "\n".join(" ".join(question.split("\n")) for question in questions)


def _column(heading: str) -> tuple[str, str] | None:
    """The field and language a heading names."""
    name, _, language = heading.strip().lower().partition(".")
    for field, names in NAMES.items():
        if name in names:
            return field, language
    return None


def _table(
    columns: Sequence[tuple[str, str] | None], row: Sequence[str], number: int
) -> tuple[dict[str, Any], list[Problem]]:
    """A row as the table an entry is read from."""
    raw: dict[str, Any] = {}
    problems = []
    for column, cell in zip(columns, row, strict=False):
        if column is None or not cell.strip():
            continue
        field, language = column
        try:
            value = _value(field, cell)
        except ValueError as error:
            problems.append(Problem(f"row {number}", field, str(error)))
            continue
        if field in ("questions", "answer") and language:
            raw.setdefault(field, {})[language] = value
        elif field == "questions" and field in raw:
            raw[field] = [*raw[field], *value]
        else:
            raw[field] = value
    return raw, problems


def _value(field: str, cell: str) -> Any:
    text = cell.strip()
    if field == "questions":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field == "tags":
        return [tag.strip() for tag in text.replace("，", ",").split(",") if tag.strip()]
    if field == "hidden":
        return text.lower() in YES
    if field in LISTED:
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise ValueError("must be written as JSON, as an export writes it") from error
    if field in ("valid_from", "valid_until"):
        try:
            return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"must be a date like 2026-05-01, not {text}") from error
    return text


def _merge(raw: dict[str, Any], more: dict[str, Any]) -> None:
    """Add a further row's wordings; of everything else the first row's word stands."""
    for field, value in more.items():
        if field != "questions":
            raw.setdefault(field, value)
        elif isinstance(value, dict):
            held = raw.setdefault(field, {})
            for language, wordings in value.items():
                held[language] = [*held.get(language, []), *wordings]
        else:
            raw[field] = [*raw.get(field, []), *value]
