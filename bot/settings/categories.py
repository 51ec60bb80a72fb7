"""What complaints are about, where the settings name nothing else, and the words that say so."""

from __future__ import annotations

from bot.settings.values import Language

CATEGORIES: dict[str, dict[Language, str]] = {
    "quality": {"zh": "产品或服务质量", "en": "Product or service quality"},
    "delay": {"zh": "等待太久、没有按时", "en": "Delays and missed times"},
    "attitude": {"zh": "服务态度", "en": "How you were treated"},
    "price": {"zh": "价格与收费", "en": "Prices and charges"},
    "other": {"zh": "其他", "en": "Something else"},
}

CATEGORY_WORDS: dict[str, tuple[str, ...]] = {
    "quality": ("质量", "坏了", "不好用", "有问题", "quality", "broken", "defect", "faulty", "does not work"),
    "delay": (
        "等了",
        "太久",
        "迟到",
        "晚到",
        "没按时",
        "拖",
        "late",
        "delay",
        "delayed",
        "waited",
        "waiting",
    ),
    "attitude": (
        "态度",
        "凶",
        "骂",
        "不耐烦",
        "爱理不理",
        "rude",
        "attitude",
        "shouted",
        "impolite",
        "unfriendly",
    ),
    "price": (
        "收费",
        "价格",
        "太贵",
        "多收",
        "退费",
        "退款",
        "price",
        "charge",
        "charged",
        "fee",
        "refund",
        "bill",
    ),
}
