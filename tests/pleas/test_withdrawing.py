"""A customer takes a matter back."""

from __future__ import annotations

from storage.case import CaseState, Outcome
from storage.promise import PromiseState
from tests.desk.cases import complaint, newest, the_case
from tests.promises.test_watching import state as promise_of
from tests.town.people import Person
from tests.town.town import Town


async def complaining(town: Town, language_code: str = "en") -> Person:
    """A customer with a complaint that nobody has taken yet."""
    await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code=language_code)
    await anna.says("/start")
    await complaint(town, anna)
    return anna


async def test_withdrawn_by_button_after_a_second_thought(town: Town) -> None:
    """Asked once more, then over: outcome, promise and topic follow, and nobody visits or reminds."""
    anna = await complaining(town)
    topic = newest(town.group("complaints"))
    await anna.says("/status")
    await anna.presses("Withdraw it")
    assert (await the_case(town)).state is CaseState.received
    await anna.presses("Yes, withdraw it")
    case = await the_case(town)
    assert (case.state, case.outcome) == (CaseState.closed, Outcome.withdrawn)
    assert "is withdrawn and over" in anna.last.text
    assert "客户撤回" in topic.texts[-1]
    assert (await promise_of(town)).state is PromiseState.moot
    told = anna.texts
    await town.travel(days=3)
    assert [text for text in anna.texts[len(told) :] if case.number in text] == []
    await anna.presses("Yes, withdraw it")
    assert "over" in anna.last.text or "closed" in anna.last.text


async def test_words_will_do_and_may_be_taken_back(town: Town) -> None:
    """“我不投诉了” asks as the button does; who would rather go on loses nothing."""
    anna = await complaining(town, "zh-hans")
    await anna.says("我不投诉了")
    assert "要撤回" in anna.last.text
    await anna.presses("不撤")
    assert "还在处理中" in anna.last.text
    assert (await the_case(town)).state is CaseState.received


async def test_what_was_late_before_is_not_late_again(town: Town) -> None:
    """A broken promise ends with its case: opened again, only the new promise is told and watched."""
    boss = await town.manager("Wang")
    anna = await complaining(town)
    topic = newest(town.group("complaints"))
    await town.travel(hours=25)
    assert "We did not manage it" in anna.last.text
    await anna.says("/status")
    await anna.presses("Withdraw it")
    await anna.presses("Yes, withdraw it")
    await boss.presses("重新打开", topic=topic)
    overdue = sum("已超时" in text for text in topic.texts)
    await anna.says("/status")
    assert "late" not in anna.last.text
    assert "by tomorrow, 25 November, 11:00" in anna.last.text
    await town.travel(hours=23)
    assert sum("已超时" in text for text in topic.texts) == overdue
