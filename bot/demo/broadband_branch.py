"""A sample business: a broadband branch, with people for plans, for complaints, and for the lines."""

from __future__ import annotations

from bot.demo.sample import Colleague, Customer, Sample
from handlers.house import DepartmentPlan

BROADBAND_BRANCH = Sample(
    key="broadband-branch",
    names={"zh": "晴川宽带滨江营业厅", "en": "Clearwater Broadband"},
    bot_name="晴川宽带 Clearwater",
    bot_username="clearwater_riverside_bot",
    departments=(
        DepartmentPlan("consulting", {"zh": "业务咨询", "en": "Plans"}, ("inquiry",)),
        DepartmentPlan("complaints", {"zh": "投诉", "en": "Complaints"}, ("complaint", "suggestion")),
        DepartmentPlan("service", {"zh": "装机维修", "en": "Repairs"}, ("service_request",)),
    ),
    categories={
        "faults": {"zh": "断网与网速", "en": "Outages and speed"},
        "visits": {"zh": "装机与上门", "en": "Installation and visits"},
        "bills": {"zh": "账单与收费", "en": "Bills and charges"},
        "attitude": {"zh": "服务态度", "en": "How we were with you"},
        "other": {"zh": "其他", "en": "Something else"},
    },
    customers=(
        Customer("刘洋", "", "zh", "+8613812340011"),
        Customer("Daniel", "Reed", "en", "+8613987650022"),
    ),
    agents=(
        Colleague("sun_li", {"zh": "孙丽", "en": "Sun Li"}, "+8613700000011", ("consulting", "complaints")),
        Colleague("zhao_lei", {"zh": "赵磊", "en": "Zhao Lei"}, "+8613700000012", ("service",)),
    ),
    manager=Colleague("helen_gao", {"zh": "高敏", "en": "Helen Gao"}, "+8613700000013"),
    words={
        "zh": {
            "place": "营业厅",
            "customer": "刘洋",
            "question": "宽带一个月多少钱？",
            "hello": "刘洋您好，我是营业厅的孙丽，请问有什么可以帮您？",
            "gap": "你们也卖电脑吗？",
            "by_hand": "我们不卖电脑，只有宽带和配套设备；电脑可以到隔壁的电子城看看。",
            "item": "宽带月费",
        },
        "en": {
            "place": "branch",
            "customer": "Daniel",
            "question": "How much is broadband a month?",
            "hello": "Hello Daniel, this is Sun Li at the branch. How can I help?",
            "gap": "Do you also sell laptops?",
            "by_hand": "We don't: only lines and what belongs to them. The shop next door has laptops.",
            "item": "Broadband, one month",
        },
    },
)
