"""What may be somebody's is left out before a text is shown or learnt."""

from __future__ import annotations

import pytest

from handlers.knowledge.masking import as_wording, is_masked, masked


@pytest.mark.parametrize(
    "personal",
    [
        "13800138000",
        "+86 138 0013 8000",
        "021-6888-1234",
        "anna.b@example.com",
        "@anna_b99",
        "110101199003071234",
        "11010119900307123X",
        "6222 0212 3456 7890 123",
        "K7M3QX9",
        "E12345678",
        "QQ 1234567",
        "微信号：anna_2020",
        "沪A·12345",
    ],
)
def test_personal_is_masked(personal: str) -> None:
    """Phones, addresses, identity, card, case and plate numbers, and names of accounts cannot be read."""
    text = masked(f"请联系 {personal} 谢谢")
    assert personal not in text
    assert is_masked(text)
    assert text.startswith("请联系")
    assert text.endswith("谢谢")


@pytest.mark.parametrize(
    "plain",
    [
        "What does a 90-minute lesson cost?",
        "第 3 课什么时候上？",
        "A1 and B2 courses in 2026",
        "100Mbps 宽带",
    ],
)
def test_ordinary_numbers_stay(plain: str) -> None:
    """Prices, times, levels and speeds are no personal data."""
    assert masked(plain) == plain


def test_wording_has_no_marks_of_it() -> None:
    """A way of asking made of somebody's words is one line without the gaps."""
    assert as_wording("Where is my parcel\n13800138000 please") == "Where is my parcel please"
