"""Words that the house's rules of conduct look at in what agents write, before a business has its own."""

from __future__ import annotations

from typing import Literal, TypeAlias

Words: TypeAlias = dict[Literal["zh", "en", ""], tuple[str, ...]]
"""By language; "" holds in every one."""

BLAME: Words = {
    "zh": (
        "您自己弄",
        "你自己弄",
        "您自己的问题",
        "你自己的问题",
        "是您的错",
        "是你的错",
        "怪您",
        "怪你",
        "早干嘛",
        "不可能吧",
        "您骗",
        "你骗",
    ),
    "en": (
        "your fault",
        "your own fault",
        "your mistake",
        "you should have",
        "you are lying",
        "you must have broken",
        "calm down",
    ),
}
PROMISE: Words = {
    "zh": ("保证", "绝对", "肯定今天", "今天一定", "百分之百", "马上就好", "永远不会"),
    "en": (
        "guarantee",
        "guaranteed",
        "definitely today",
        "i promise",
        "100 %",
        "100%",
        "never again",
        "for sure",
    ),
}
AMOUNT: Words = {
    "zh": (r"(?:赔|补偿|退款|退您|退给您|减免|返现)[^。！？\n\d]{0,12}([\d,，.]+)",),
    "en": (r"\b(?:refund|compensat\w*|reimburse\w*|pay you|credit you|discount)\b[^.!?\n\d]{0,40}([\d,.]+)",),
}
PERSONAL: Words = {
    "": (
        r"(?<!\d)\+?\d(?:[ ()\-.]{0,2}\d){10,}(?!\d)",
        r"(?<!\d)\d{17}[\dXx](?!\w)",
        r"[\w.+-]+@[\w-]+\.[\w.-]+",
    ),
}
"""Telephone numbers, numbers of identity cards, addresses of e-mail."""
