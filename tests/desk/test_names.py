"""What is shown of people where many read it."""

from __future__ import annotations

import pytest

from handlers.naming import first_name, masked_phone, plain_name, shortened, without_numbers


@pytest.mark.parametrize(
    ("name", "shown"), [("Anna Maria Smith", "Anna"), ("王小明", "王小明"), ("", ""), ("  Li  ", "Li")]
)
def test_only_the_first_name_is_shown(name: str, shown: str) -> None:
    """A card shows the first name alone."""
    assert first_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"), [("+8613800138000", "+86138••••00"), ("12345", "••••"), (None, ""), ("", "")]
)
def test_phones_are_masked(phone: str | None, shown: str) -> None:
    """Of a phone number only both ends can be read."""
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 138 0013 8000 please", "call •••• please"),
        ("打我电话13800138000，谢谢", "打我电话••••，谢谢"),
        ("write to anna@example.com", "write to ••••"),
        ("I paid 3000 on 2026", "I paid 3000 on 2026"),
        ("ask @anna_smith", "ask ••••"),
    ],
)
def test_numbers_in_texts_are_masked(text: str, shown: str) -> None:
    """Phone numbers and addresses within words are made unreadable; small numbers stay."""
    assert without_numbers(text) == shown


def test_long_texts_become_one_short_line() -> None:
    """A long text over several lines is shortened to one line."""
    assert shortened("one\ntwo   three", 20) == "one two three"
    assert shortened("a" * 50, 10) == "a" * 9 + "…"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Anna Smith", "Anna Smith"),
        ("Ev\u202eil", "Evil"),
        ("two\nlines\x00 ", "two lines"),
        ("👩‍🏫 Mei", "👩‍🏫 Mei"),
        ("长" * 70, "长" * 63 + "…"),
        ("\u2066\u2069", ""),
    ],
)
def test_names_stay_within_the_sentence(name: str, plain: str) -> None:
    """A name cannot break our lines, turn our words around or fill the screen."""
    assert plain_name(name) == plain
