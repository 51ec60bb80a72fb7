"""A small base of a language school, in both languages."""

from __future__ import annotations

import pytest

from faq import Entry, Matcher

SCHOOL = [
    Entry(
        "cancel",
        {
            "zh": ["怎么取消预约", "我想取消这节课", "订了课不想上了怎么办", "预约可以取消吗", "取消课程"],
            "en": ["how do I cancel a lesson", "I want to cancel my booking", "call off a class"],
        },
        {"zh": "开课前三小时都可以取消。", "en": "You can cancel up to three hours before the lesson."},
    ),
    Entry(
        "pay",
        {
            "zh": ["怎么付款", "可以用微信支付吗", "学费怎么交", "支持哪些付款方式", "能刷信用卡吗"],
            "en": ["how can I pay", "which payment methods do you take", "do you accept credit cards"],
        },
        {"zh": "微信、支付宝、银行卡都可以。", "en": "By card, WeChat or Alipay."},
    ),
    Entry(
        "hours",
        {
            "zh": ["几点开门", "营业时间是什么时候", "周末上班吗", "你们几点下班", "什么时候可以过去"],
            "en": ["when are you open", "opening hours", "are you open on Sunday"],
        },
        {"zh": "每天九点到二十一点。", "en": "Every day from nine to nine."},
    ),
    Entry(
        "trial",
        {
            "zh": ["可以试听吗", "有没有试听课", "怎么预约体验课", "试听收费吗", "想先体验一下"],
            "en": ["is there a trial lesson", "can I try a class for free", "book a trial"],
        },
        {"zh": "第一节试听免费。", "en": "The first lesson is free."},
    ),
]


@pytest.fixture(scope="session")
def school() -> Matcher:
    """A matcher over the school's base; tests must not change it."""
    return Matcher.build(SCHOOL)


@pytest.fixture
def school_entries() -> list[Entry]:
    """The entries of the school's base."""
    return list(SCHOOL)
