"""Case numbers: random, speakable, and safe against slips."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.numbers import ALPHABET, LENGTH, is_valid, new_number, read_number

numbers = st.integers().map(lambda seed: new_number(random.Random(seed)))


@given(numbers)
def test_new_numbers_are_valid(number: str) -> None:
    """Every number that is given out is short, in the alphabet, and carries the right check character."""
    assert len(number) == LENGTH
    assert is_valid(number)


@given(numbers, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_shows(number: str, place: int, other: str) -> None:
    """One character mistaken for another never gives a valid number."""
    changed = number[:place] + other + number[place + 1 :]
    assert is_valid(changed) is (changed == number)


@given(numbers, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_swapped_characters_show(number: str, one: int, two: int) -> None:
    """Two characters that change places never give another valid number."""
    characters = list(number)
    characters[one], characters[two] = characters[two], characters[one]
    changed = "".join(characters)
    assert is_valid(changed) is (changed == number)


@given(numbers)
def test_numbers_are_read_as_people_write_them(number: str) -> None:
    """Lower case, spaces, dashes and full-width letters are forgiven."""
    written = f" {number[:3].lower()} {number[3:5]}-{number[5:]} "
    assert read_number(written) == number
    assert read_number("".join(chr(ord(one) + 0xFEE0) for one in number)) == number


@given(numbers)
def test_look_alikes_are_read_where_only_one_number_can_be_meant(number: str) -> None:
    """A zero or an O where a D or a Q stands is understood, because the check character tells which."""
    for place, character in enumerate(number):
        if character in "DQ":
            assert read_number(number[:place] + "0" + number[place + 1 :]) == number


@pytest.mark.parametrize("text", ["", "hello", "K7M3QX", "K7M3QX99", "2222223", "谢谢你啊你好吗"])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    """Other texts are not taken for a number."""
    assert read_number(text) is None


def test_numbers_avoid_characters_that_are_mistaken() -> None:
    """There is no 0, O, 1, I or L in the alphabet, and it has a prime number of characters."""
    assert not set("01OIL") & set(ALPHABET)
    assert len(set(ALPHABET)) == 31
