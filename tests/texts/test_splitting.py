"""Splitting long texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.splitting import split_text, units


def test_short_text_stays_whole() -> None:
    """What fits is one message."""
    assert split_text("Hello.") == ["Hello."]


def test_nothing_to_say_is_no_message() -> None:
    """An empty text gives no parts."""
    assert split_text("  \n ") == []


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("one two\n\nthree four", 12, ["one two", "three four"]),
        ("one two three\nfour five", 15, ["one two three", "four five"]),
        ("It is so. It was so. It will be.", 22, ["It is so. It was so.", "It will be."]),
        ("我们开门。我们关门。我们休息。", 11, ["我们开门。我们关门。", "我们休息。"]),
        ("alpha beta gamma", 11, ["alpha beta", "gamma"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("aa bb 12,500 yuan", 10, ["aa bb", "12,500", "yuan"]),
        ("他说：“现在走。”她点头。", 9, ["他说：“现在走。”", "她点头。"]),
        ("他说：“现在就走。”她点点头。", 9, ["他说：“现在就", "走。”她点点头。"]),
        ("👩‍👩‍👧👩‍👩‍👧", 12, ["👩‍👩‍👧", "👩‍👩‍👧"]),
        ("👍🏽👍🏽👍🏽", 10, ["👍🏽👍🏽", "👍🏽"]),
        ("🇨🇳🇨🇳🇨🇳", 10, ["🇨🇳🇨🇳", "🇨🇳"]),
        ("e\u0301e\u0301e\u0301", 3, ["e\u0301", "e\u0301", "e\u0301"]),
    ],
)
def test_breaks_where_a_reader_would(text: str, limit: int, parts: list[str]) -> None:
    """Paragraphs first, then lines, sentences, words, then letters; never within what is seen as one."""
    assert split_text(text, limit) == parts


def test_emoji_count_twice() -> None:
    """The limit is in UTF-16 units, as channels count."""
    assert [units(part) for part in split_text("😀" * 5, 4)] == [4, 4, 2]


@given(st.text(max_size=300), st.integers(min_value=2, max_value=60))
def test_nothing_is_lost_and_nothing_too_long(text: str, limit: int) -> None:
    """All letters arrive in order, in parts within the limit, none of them empty."""
    parts = split_text(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_no_letter_fits() -> None:
    """A limit that cannot hold one emoji is refused."""
    with pytest.raises(ValueError, match="at least 2"):
        split_text("a", 1)
