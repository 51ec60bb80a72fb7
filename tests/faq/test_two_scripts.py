"""Entries asked in Chinese and in English are as typical in each as if they had only that."""

from __future__ import annotations

import pytest

from faq import Entry, Matcher

CHINESE = {
    "cancel": ["怎么取消预约", "我想取消这节课", "预约可以取消吗", "取消课程"],
    "pay": ["怎么付款", "可以用微信支付吗", "学费怎么交", "支持哪些付款方式"],
    "hours": ["几点开门", "营业时间是什么时候", "周末上班吗", "你们几点下班"],
}
ENGLISH = {
    "cancel": ["how do I cancel a lesson", "cancel my booking", "call off a class", "can I cancel"],
    "pay": ["how can I pay", "which payment methods do you take", "do you take cards", "pay by phone"],
    "hours": ["when are you open", "opening hours", "open on Sunday", "when do you close"],
}


@pytest.mark.parametrize(
    "asked", ["取消明天的课", "怎么支付学费", "周日几点开门", "cancel the class", "pay by card"]
)
def test_another_language_takes_nothing_away(asked: str) -> None:
    """The confidence is about that of a base that has only the language of the message."""
    both = Matcher.build(Entry(name, {"zh": CHINESE[name], "en": ENGLISH[name]}, "") for name in CHINESE)
    own = CHINESE if not asked.isascii() else ENGLISH
    alone = Matcher.build(Entry(name, texts, "") for name, texts in own.items())
    found, expected = both.rank(asked)[0], alone.rank(asked)[0]
    assert found.id == expected.id
    assert found.confidence > 0.85 * expected.confidence
