"""A sample business: a tutoring school with three departments."""

from __future__ import annotations

from bot.demo.sample import Colleague, Customer, Sample
from handlers.house import DepartmentPlan

TUTORING_SCHOOL = Sample(
    key="tutoring-school",
    names={"zh": "青藤学堂", "en": "Ivy Lane Tutoring"},
    bot_name="青藤学堂 Ivy Lane",
    bot_username="ivy_lane_bot",
    departments=(
        DepartmentPlan("consulting", {"zh": "咨询", "en": "Consulting"}, ("inquiry",)),
        DepartmentPlan("complaints", {"zh": "投诉", "en": "Complaints"}, ("complaint", "suggestion")),
        DepartmentPlan("service", {"zh": "服务", "en": "Service"}, ("service_request",)),
    ),
    categories={
        "teaching": {"zh": "教学质量", "en": "Teaching"},
        "schedule": {"zh": "排课与请假", "en": "Timetable and leave"},
        "fees": {"zh": "收费与退费", "en": "Fees and refunds"},
        "attitude": {"zh": "服务态度", "en": "How we were with you"},
        "other": {"zh": "其他", "en": "Something else"},
    },
    customers=(
        Customer("王芳", "", "zh", "+8613812345678"),
        Customer("Emma", "Clark", "en", "+8613987654321"),
    ),
    agents=(
        Colleague("li_na", {"zh": "李娜", "en": "Li Na"}, "+8613700000001", ("consulting", "complaints")),
        Colleague("tom_baker", {"zh": "汤姆", "en": "Tom Baker"}, "+8613700000002", ("service",)),
    ),
    manager=Colleague("grace_chen", {"zh": "陈静", "en": "Grace Chen"}, "+8613700000003"),
    words={
        "zh": {
            "place": "学堂",
            "customer": "王芳",
            "question": "一节课多少钱？",
            "hello": "王芳您好，我是李老师，请问有什么可以帮您？",
            "gap": "可以借小提琴吗？",
            "by_hand": "可以，前台有两把小提琴，登记后免费借一周。",
            "item": "数学课一节",
        },
        "en": {
            "place": "school",
            "customer": "Emma",
            "question": "How much is a lesson?",
            "hello": "Hello Emma, this is Li. How can I help?",
            "gap": "Can I borrow a violin?",
            "by_hand": "Yes: the front desk lends two violins, free for a week.",
            "item": "Maths, one lesson",
        },
    },
)
