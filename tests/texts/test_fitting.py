"""What is longer than a message may be goes out as several; formatting stays on its letters."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.effects import Effects
from handlers.fitting import fitting
from handlers.texts import CAPTION, LIMIT, split_marked, straight, units, writable
from storage.outbound import Button, Edit, SendFile, SendText, decode_operation
from tests.town.clock import MONDAY_TEN

WORDS = " ".join(f"word{nth}" for nth in range(1500))
ROW = ((Button("Go", "go"),),)
LETTERS = st.text(st.sampled_from("aé你😀\u202e\x07 \n."), max_size=60)


def marked(text: str, marks: Any) -> list[str]:
    """The letters under each mark."""
    whole = text.encode("utf-16-le")
    return [
        whole[2 * mark["offset"] : 2 * (mark["offset"] + mark["length"])].decode("utf-16-le", "replace")
        for mark in marks
    ]


def test_a_long_text_with_buttons() -> None:
    """The reply is on the first part, the buttons are under the last."""
    parts = fitting(SendText(WORDS, ROW, reply_to="5", silent=True))
    assert all(isinstance(part, SendText) and units(part.text) <= LIMIT and part.silent for part in parts)
    assert " ".join(part.text for part in parts if isinstance(part, SendText)) == WORDS
    assert [part.reply_to for part in parts if isinstance(part, SendText)] == [
        "5",
        *[None] * (len(parts) - 1),
    ]
    assert [part.buttons for part in parts if isinstance(part, SendText)] == [*[()] * (len(parts) - 1), ROW]


def test_a_long_caption() -> None:
    """The file keeps the beginning; the rest, with the buttons, follows it."""
    file, *rest = fitting(SendFile("photo", "id", caption=WORDS, buttons=ROW))
    assert isinstance(file, SendFile)
    assert (units(file.caption) <= CAPTION, file.buttons, file.file_id) == (True, (), "id")
    texts = [part for part in rest if isinstance(part, SendText)]
    assert " ".join([file.caption, *(part.text for part in texts)]).split() == WORDS.split()
    assert texts[-1].buttons == ROW


def test_a_long_edit() -> None:
    """The message gets the beginning; what does not fit answers it."""
    edit, *rest = fitting(Edit("7", WORDS, ROW))
    assert isinstance(edit, Edit)
    assert units(edit.text) <= LIMIT
    assert edit.buttons == ()
    assert [part.reply_to for part in rest if isinstance(part, SendText)] == ["7"] * len(rest)


def test_it_is_owed_in_its_order() -> None:
    """Every part is a row of its own."""
    effects = Effects(MONDAY_TEN)
    effects.owe(SendText(WORDS), account_id=1, chat_id=1, coalesce="card:1")
    texts = [decode_operation(row["body"]) for row in effects.owed]
    assert " ".join(part.text for part in texts if isinstance(part, SendText)) == WORDS
    assert len({row["coalesce_key"] for row in effects.owed}) == len(texts) == 4


@given(text=LETTERS, spans=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
def test_cleaning_leaves_marks_on_their_letters(text: str, spans: list[tuple[int, int]]) -> None:
    """What is taken out of a text is taken out from under its marks, and nothing else moves."""
    marks = [{"type": "bold", "offset": start, "length": length} for start, length in spans]
    for clean, gone in ((writable, "\x07"), (straight, "\u202e")):
        cleaned, kept = clean(text, marks)
        assert cleaned == text.replace(gone, "")
        wanted = [under.replace(gone, "") for under in marked(text, marks)]
        assert [under for under in marked(cleaned, kept) if under] == [under for under in wanted if under]


@given(
    text=st.text(st.sampled_from("ab你 \n."), min_size=1, max_size=120),
    first=st.integers(2, 30),
    start=st.integers(0, 60),
    length=st.integers(1, 60),
)
def test_splitting_leaves_marks_on_their_letters(text: str, first: int, start: int, length: int) -> None:
    """All marked letters are marked in the parts, and no others (white space at the breaks goes)."""
    mark = {"type": "bold", "offset": start, "length": length}
    parts = split_marked(text, [mark], first)
    assert not parts or units(parts[0][0]) <= first
    under = "".join("".join(marked(part, marks)) for part, marks in parts)
    assert "".join(under.split()) == "".join("".join(marked(text, [mark])).split())
