"""What typed words mean: places of the menu, and everything that is not one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts import Texts
from handlers.understanding.intent import Intent, intent, small_talk, yes_or_no

TEXTS = Texts.load()


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("我要投诉", "complaint"),
        ("我要投诉！！！", "complaint"),
        ("快点啊！", "hurry"),
        ("我想表扬一位老师", "praise"),
        ("您好，请问我要投诉可以吗？", "complaint"),
        ("投訴", "complaint"),
        ("I'd like to make a complaint, please.", "complaint"),
        ("COMPLAINT", "complaint"),
        ("我想提个建议", "suggestion"),
        ("I have a suggestion", "suggestion"),
        ("转人工", "human"),
        ("转 人 工", "human"),
        ("有人吗？", "human"),
        ("talk to a human", "human"),
        ("Can I please talk to a human?", "human"),
        ("Call me back", "call_back"),
        ("please call me back", "call_back"),
        ("给我打个电话", "call_back"),
        ("推荐朋友", "refer"),
        ("refer a friend", "refer"),
        ("我的投诉怎么样了？", "status"),
        ("any news?", "status"),
        ("菜单", "menu"),
        ("hello, menu please", "menu"),
        ("帮助", "help"),
        ("what can you do?", "help"),
        ("语言", "settings"),
        ("删除我的数据", "privacy"),
        ("我想问一下", "ask"),
        ("I have a question", "ask"),
    ],
)
def test_words_lead_to_the_place(said: str, place: str) -> None:
    """Typing reaches the same place as pressing."""
    assert intent(TEXTS, said) == Intent(place)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("投诉：老师迟到了", Intent("complaint", "老师迟到了")),
        ("Complaint: the teacher was late: twice", Intent("complaint", "the teacher was late: twice")),
        ("建议: 多开晚班", Intent("suggestion", "多开晚班")),
        ("我要投诉你们的老师", Intent("complaint", "我要投诉你们的老师")),
        ("I want to complain about my teacher.", Intent("complaint", "I want to complain about my teacher.")),
        (
            "I need to talk to someone about my bill",
            Intent("human", "I need to talk to someone about my bill"),
        ),
        ("投诉老师迟到", Intent("complaint", "投诉老师迟到")),
        ("举报你们老师私下收费", Intent("complaint", "举报你们老师私下收费")),
        ("孩子都哭了我要投诉", Intent("complaint", "孩子都哭了我要投诉")),
        ("老师天天迟到，怎么没人管？我要投诉！", Intent("complaint", "老师天天迟到，怎么没人管？我要投诉！")),
        ("我要投诉老师，她说什么都不听", Intent("complaint", "我要投诉老师，她说什么都不听")),
        (
            "Why is he late again? I want to complain!!",
            Intent("complaint", "Why is he late again? I want to complain!!"),
        ),
        (
            "I want to complain about a teacher who did not come when we paid",
            Intent("complaint", "I want to complain about a teacher who did not come when we paid"),
        ),
        ("空调坏了，麻烦来修一下", Intent("service", "空调坏了，麻烦来修一下")),
        (
            "The lamp is out, please send a technician",
            Intent("service", "The lamp is out, please send a technician"),
        ),
        ("建议周日也开门", Intent("suggestion", "建议周日也开门")),
        ("退费怎么算？转人工", Intent("human", "退费怎么算？转人工")),
        ("表扬张老师，特别耐心", Intent("praise", "表扬张老师，特别耐心")),
    ],
)
def test_what_is_said_beyond_the_name_goes_along(said: str, expected: Intent) -> None:
    """Nobody has to say again what they said with their wish."""
    assert intent(TEXTS, said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "how do complaints work",
        "How do I make a complaint?",
        "投诉怎么处理",
        "投诉电话是多少",
        "投诉电话",
        "投诉处理流程",
        "报修打哪个号码",
        "表扬信",
        "如果再这样我要投诉",
        "我要报修，要收费吗？",
        "find out who to complain about",
        "我不想投诉",
        "I don't want to complain",
        "I want to complain, how does it work?",
        "人工费多少钱",
        "推荐什么课程",
        "有没有建议的课程",
        "human biology lessons",
        "What time do you open?",
        "price: how much",
        "the menu of the canteen",
        "",
        "😀",
        "：",
    ],
)
def test_questions_are_not_taken_for_wishes(said: str) -> None:
    """A question about a thing is not the wish for it."""
    assert intent(TEXTS, said) is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Hi!", "hello"),
        ("在吗？", "hello"),
        ("thanks!!", "thanks"),
        ("好的，谢谢", "thanks"),
        ("Bye", "bye"),
        ("OK", "ok"),
        ("👍🏻", "ok"),
        ("thanks, but when do you open", None),
        ("你好，怎么退费", None),
        ("...", "puzzled"),
    ],
)
def test_small_talk(said: str, kind: str | None) -> None:
    """Small talk is only what says nothing else."""
    assert small_talk(TEXTS, said) == kind


@pytest.mark.parametrize(
    ("said", "agrees"),
    [("Yes please", True), ("好的", True), ("👍", True), ("不用了", False), ("maybe", None)],
)
def test_yes_and_no(said: str, agrees: bool | None) -> None:
    """An offer can be taken or declined by words."""
    assert yes_or_no(TEXTS, said) is agrees


@given(st.text(max_size=200))
def test_no_text_is_too_strange(said: str) -> None:
    """Whatever is written, reading it never fails."""
    intent(TEXTS, said)
    small_talk(TEXTS, said)
    yes_or_no(TEXTS, said)
