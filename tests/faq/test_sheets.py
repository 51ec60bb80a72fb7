"""Bases as spreadsheets and as files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq import Attachment, Button, Entry, Link
from faq.loading import load_base, parse_base
from faq.problems import BaseFileError
from faq.sheets import export_sheet, guarded, import_sheet, unguarded
from faq.writing import to_toml, write_base

RICH = [
    Entry(
        "trial",
        {"zh": ["可以试听吗", "=1+1 怎么算"], "en": ["is there a trial, really", 'the "trial" lesson']},
        {"zh": "可以。\n请先预约；带上课本。", "en": "+1 free lesson"},
        "courses",
        ["new", "free"],
        date(2026, 1, 1),
        date(2026, 12, 31),
        [Button({"zh": "预约", "en": "Book"}, form="trial")],
        [Link("https://example.org/?a=1&b=2", {"zh": "官网"})],
        [Attachment("map.png", "photo", "how to get here")],
    ),
    Entry("plain", ["one"], "-5 degrees", hidden=True),
]


@pytest.mark.parametrize("name", ["base.csv", "base.xlsx"])
def test_exporting_loses_nothing(tmp_path: Path, name: str) -> None:
    """What was exported is imported again as it was."""
    export_sheet(RICH, tmp_path / name)
    assert import_sheet(tmp_path / name) == RICH


def test_a_written_base_reads_the_same(tmp_path: Path) -> None:
    """A base's file is written so that it reads as the same entries."""
    write_base(RICH, tmp_path / "base.toml", "School", ["zh", "en"])
    assert load_base(tmp_path / "base.toml") == RICH


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1).map(str.strip).filter(bool))
def test_any_text_survives_the_file(text: str) -> None:
    """Quotes, controls and strange letters come back from TOML as they went in."""
    entry = Entry("a", ["q"], text)
    assert parse_base(to_toml([entry]), Path("x")).entries[0].answer == text


@given(st.text())
def test_cells_are_safe_and_come_back(cell: str) -> None:
    """No exported cell starts a formula, and guarding is undone by importing."""
    assert not guarded(cell).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(cell)) == cell


def test_no_exported_cell_is_a_formula(tmp_path: Path) -> None:
    """The file itself holds an apostrophe before what a spreadsheet would run."""
    export_sheet([Entry("a", ["=cmd()"], "@x")], tmp_path / "base.csv")
    with (tmp_path / "base.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert "'=cmd()" in rows[1]
    assert "'@x" in rows[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_plain_table_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    """Two columns with Chinese headings are a base; several lines of a cell are several wordings."""
    path = tmp_path / "faq.csv"
    path.write_bytes('问题,答案\n"怎么退款\n我要退钱",七天内可以退。\n几点开门,九点。\n'.encode(encoding))
    assert import_sheet(path) == [
        Entry("row-2", ["怎么退款", "我要退钱"], "七天内可以退。"),
        Entry("row-3", ["几点开门"], "九点。"),
    ]


def test_rows_of_one_id_belong_together(tmp_path: Path) -> None:
    """A wording to a row, in a file separated by semicolons, makes one entry."""
    path = tmp_path / "faq.csv"
    path.write_text("id;question.en;question.zh;answer\na;one;一;yes\na;two;;\n", encoding="utf-8")
    assert import_sheet(path) == [Entry("a", {"en": ["one", "two"], "zh": ["一"]}, "yes")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no rows"),
        ("name,text\na,b\n", "row 1, questions: no column of this name"),
        ("question,answer,valid_from\na,b,soon\n", "row 2, valid_from: must be a date like 2026-05-01"),
        ("question,answer,buttons\na,b,press\n", "row 2, buttons: must be written as JSON"),
        ("id,question,answer\nx,a,\n", "x, answer: is missing"),
    ],
)
def test_a_wrong_table_is_told_by_row(tmp_path: Path, text: str, told: str) -> None:
    """A mistake is named with its row and column."""
    path = tmp_path / "faq.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaseFileError, match=r"faq\.csv") as caught:
        import_sheet(path)
    assert told in str(caught.value)


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    """A missing file and a broken spreadsheet are said in plain words."""
    with pytest.raises(BaseFileError, match="there is no such file"):
        import_sheet(tmp_path / "none.csv")
    (tmp_path / "broken.xlsx").write_bytes(b"no")
    with pytest.raises(BaseFileError, match="not a spreadsheet"):
        import_sheet(tmp_path / "broken.xlsx")
