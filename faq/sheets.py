"""Bases as tables: CSV and XLSX in and out, for people who keep their questions in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from faq.entry import Entry
from faq.problems import BaseFileError, Problem
from faq.rows import columns_of, entries_of, row_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def import_sheet(path: str | Path) -> list[Entry]:
    """The entries of a CSV or XLSX file; raises BaseFileError naming row and column."""
    place = Path(path)
    if not place.exists():
        raise BaseFileError(place, [Problem("", "", "there is no such file")])
    if place.suffix.lower() in (".xlsx", ".xlsm"):
        return entries_of(_read_xlsx(place), place)
    return entries_of(_read_csv(place.read_bytes(), place), place)


def export_sheet(entries: Iterable[Entry], path: str | Path) -> None:
    """Write entries as CSV or XLSX, by the file's name; importing it gives the same entries."""
    place, kept = Path(path), list(entries)
    columns = columns_of(kept)
    rows = [columns, *(row_of(entry, columns) for entry in kept)]
    if place.suffix.lower() == ".xlsx":
        _need_openpyxl(place)
        place.write_bytes(xlsx_bytes(rows))
    else:
        place.write_bytes(csv_bytes(rows))


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as a CSV file in UTF-8 with its mark, safe against formulas."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def writes_xlsx() -> bool:
    """Whether spreadsheets can be written: openpyxl is there."""
    return find_spec("openpyxl") is not None


def xlsx_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as an XLSX file of text cells, none of them a formula. Only where `writes_xlsx`."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(number, column)
                cell.value = _UNWRITABLE.sub(" ", text)
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def decode(raw: bytes) -> str | None:
    """The text of a file of unknown encoding: by its mark, as UTF-8, or as GB18030."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that a spreadsheet has no place for."""
# A spreadsheet runs a cell that begins like this as a formula; an apostrophe before it keeps it a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """The cell as it is safe in a spreadsheet."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) and _doubtful(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that kept it safe."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def _doubtful(cell: str) -> bool:
    return not cell.startswith("'") or cell[1:].startswith((*_FORMULA, "'"))


def _read_csv(raw: bytes, path: Path) -> list[list[str]]:
    text = decode(raw)
    if text is None:
        problem = "is in an encoding this cannot read; save it as UTF-8"
        raise BaseFileError(path, [Problem("", "", problem)])
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise BaseFileError(path, [Problem("", "", f"is not a table: {error}")]) from error
    return [[unguarded(cell) for cell in row] for row in rows]


def _read_xlsx(path: Path) -> list[list[str]]:
    _need_openpyxl(path)
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        raise BaseFileError(path, [Problem("", "", "is not a spreadsheet this can open")]) from error
    try:
        sheet = book.worksheets[0]
        return [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _need_openpyxl(path: Path) -> None:
    if not writes_xlsx():
        problem = "needs openpyxl, which comes with the extra `import`; or save it as CSV"
        raise BaseFileError(path, [Problem("", "", problem)])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
