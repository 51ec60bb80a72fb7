"""The business of the town: the tutoring school, with its real base of questions and answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import bot.businesses
from faq import Matcher
from faq.loading import load_base
from handlers.house import DepartmentPlan, House
from handlers.rules import Rules
from handlers.texts import Texts


@cache
def school_faq() -> Matcher:
    """The school's matcher, built once."""
    folder = Path(next(iter(bot.businesses.__path__))) / "tutoring_school"
    return Matcher.build(load_base(folder / "faq.toml"))


@cache
def texts() -> Texts:
    """The catalogues, read once."""
    return Texts.load()


def school(rules: Rules | None = None) -> House:
    """The house of the school."""
    return House(
        names={"zh": "青藤学堂", "en": "Ivy Lane Tutoring"},
        zone=ZoneInfo("Asia/Shanghai"),
        texts=texts(),
        faq=school_faq(),
        rules=rules or Rules(),
        departments=(
            DepartmentPlan("consulting", {"zh": "咨询组", "en": "Consulting"}, ("inquiry", "order_question")),
            DepartmentPlan("complaints", {"zh": "投诉组", "en": "Complaints"}, ("complaint", "suggestion")),
            DepartmentPlan("service", {"zh": "服务组", "en": "Service"}, ("service_request",)),
        ),
        categories={
            "teaching": {"zh": "教学质量", "en": "Teaching"},
            "staff": {"zh": "服务态度", "en": "Staff"},
            "fees": {"zh": "收费退费", "en": "Fees and refunds"},
            "place": {"zh": "环境设施", "en": "Rooms and facilities"},
            "other": {"zh": "其他", "en": "Something else"},
        },
        bot_username="frontline_100001_bot",
    )
