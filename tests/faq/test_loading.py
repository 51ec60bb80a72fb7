"""Reading a base from its file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from faq import Attachment, Button, Entry, Link
from faq.loading import load_base, read_base
from faq.problems import BaseFileError

GOOD = """
[base]
name = "Bright School"
languages = ["zh", "en"]

[[entry]]
id = "trial-lesson"
category = "courses"
tags = ["new"]
questions.zh = ["可以试听吗", "有试听课吗"]
questions.en = ["is there a trial lesson"]
answer.zh = "可以。"
answer.en = "Yes."
valid_until = 2026-12-31
buttons = [{ form = "trial", label.zh = "预约", label.en = "Book" }]
links = [{ url = "https://example.org", label.zh = "官网" }]
attachments = [{ file = "map.png", kind = "photo" }]

[[entry]]
id = "plain"
questions = ["one", "two"]
answer = "text"
hidden = true
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "base.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_base_is_read_whole(tmp_path: Path) -> None:
    """Every field of the format arrives in the entries."""
    base = read_base(_file(tmp_path, GOOD))
    assert (base.name, base.languages) == ("Bright School", ("zh", "en"))
    assert base.entries == (
        Entry(
            "trial-lesson",
            {"zh": ["可以试听吗", "有试听课吗"], "en": ["is there a trial lesson"]},
            {"zh": "可以。", "en": "Yes."},
            "courses",
            ["new"],
            None,
            date(2026, 12, 31),
            [Button({"zh": "预约", "en": "Book"}, form="trial")],
            [Link("https://example.org", {"zh": "官网"})],
            [Attachment("map.png", "photo")],
        ),
        Entry("plain", ["one", "two"], "text", hidden=True),
    )


def test_an_answer_in_another_language_says_so() -> None:
    """A missing translation is given in the language there is."""
    entry = Entry("x", ["q"], {"zh": "可以。"})
    assert entry.answer_in("zh") == ("可以。", "zh")
    assert entry.answer_in("en") == ("可以。", "zh")
    assert Entry("x", ["q"], "Yes.").answer_in("zh") == ("Yes.", "en")


ENTRY = '[[entry]]\nid = "a"\nquestions = ["q"]\nanswer = "b"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no [[entry]]"),
        ("[[entry]", "is not valid TOML"),
        (ENTRY + ENTRY, "a, id: entry 2 has the same id as entry 1"),
        ('[[entry]]\nquestions = ["q"]\nanswer = "b"', "entry 1, id: needs a short name"),
        ('[[entry]]\nid = "a"\nanswer = "b"', "a, questions: are missing"),
        ('[[entry]]\nid = "a"\nquestions = ["q"]', "a, answer: is missing"),
        ('[[entry]]\nid = "a"\nquestions = "q"\nanswer = "b"', "a, questions: must be a list"),
        ('[[entry]]\nid = "a"\nquestions = [3]\nanswer = "b"', "a, questions: number 1 must be a text"),
        (ENTRY + 'catgory = "x"', 'a, catgory: is not a field of a base; did you mean "category"?'),
        (ENTRY + 'valid_from = "soon"', "a, valid_from: must be a date without quotes"),
        (ENTRY + "hidden = 1", "a, hidden: must be true or false"),
        (ENTRY + 'buttons = [{ label = "x" }]', "a, buttons, number 1: needs either a form or a url"),
        (ENTRY + 'links = [{ label = "x" }]', "a, links, number 1, url: is missing"),
        ('[base]\nlanguages = ["zh"]\n' + ENTRY + "tags = 1", "a, tags: must be a list"),
        (
            '[base]\nlanguages = ["zh"]\n[[entry]]\nid = "a"\nquestions.de = ["q"]\nanswer = "b"',
            "a, questions.de: is not one of the base's languages (zh)",
        ),
    ],
)
def test_what_is_wrong_is_told_by_place(tmp_path: Path, text: str, told: str) -> None:
    """A mistake is named with file, entry and field."""
    with pytest.raises(BaseFileError) as caught:
        load_base(_file(tmp_path, text))
    assert told in str(caught.value)
    assert "base.toml: " in str(caught.value)


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Two mistakes are two lines, not two attempts."""
    with pytest.raises(BaseFileError) as caught:
        load_base(_file(tmp_path, '[[entry]]\nid = "a"\n[[entry]]\nid = "b"\nquestions = ["q"]\n'))
    assert [problem.entry for problem in caught.value.problems] == ["a", "a", "b"]


def test_a_missing_file_and_a_foreign_encoding_are_told(tmp_path: Path) -> None:
    """A file that is not there or not UTF-8 is said in plain words."""
    with pytest.raises(BaseFileError, match="there is no such file"):
        load_base(tmp_path / "none.toml")
    path = tmp_path / "old.toml"
    path.write_bytes("名字".encode("gb18030"))
    with pytest.raises(BaseFileError, match="save it as UTF-8"):
        load_base(path)
