"""Numbers in free text and in shared contacts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.forms import mask_phone, read_phone, shared_phone
from storage.inbound import Contact


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800138000", "+8613800138000"),
        ("电话138 0013 8000谢谢", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("+44 20 7946 0958", "+442079460958"),
        ("call me at 138-0013-8000, please", "+8613800138000"),
        ("020 7946 0958, that is +44 20 7946 0958", "+442079460958"),
        ("12", None),
        ("order 20261123", None),
        ("", None),
    ],
)
def test_numbers_in_free_text(text, phone):
    """The first valid number is found, whatever stands around it; nothing else is taken for one."""
    assert read_phone(text, "CN") == phone


@given(st.text(max_size=200))
def test_reading_never_fails(text):
    """Any text can be looked at for a number."""
    found = read_phone(text, "CN")
    assert found is None or found.startswith("+")


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (Contact("8613800138000", owner="7"), ("+8613800138000", True)),
        (Contact("+86 138 0013 8000", owner="7"), ("+8613800138000", True)),
        (Contact("13900139000", owner="8"), ("+8613900139000", False)),
        (Contact("13900139000"), ("+8613900139000", False)),
        (Contact("88812345678", owner="7"), ("+88812345678", True)),
        (Contact("nonsense", owner="7"), (None, True)),
    ],
)
def test_shared_contacts(contact, expected):
    """A contact is the sender's own only if the channel says that it belongs to the sender."""
    assert shared_phone(contact, "7", "CN") == expected


def test_masked_numbers():
    """The middle of a number is not shown, and a short one shows even less."""
    assert mask_phone("+8613800138000") == "+86138****8000"
    assert mask_phone("+1234567") == "****67"
