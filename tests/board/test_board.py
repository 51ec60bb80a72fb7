"""The pinned list of open cases: current, in place, silent, and there again when somebody deleted it."""

from __future__ import annotations

from tests.desk.cases import complaint
from tests.town.people import Group, Seen
from tests.town.town import Town


def boards(group: Group) -> list[Seen]:
    """Every list there is in a group."""
    return [one for one in group.seen if one.text.startswith("📌")]


def asked(town: Town, group: Group, method: str) -> list[dict[str, object]]:
    """What the channel was asked to do in a group."""
    return [one["params"] for one in town.world.calls(method, chat=group.id)]


async def test_a_days_list(town: Town) -> None:
    """It comes with the first case, follows every change at most once a minute, and empties by itself."""
    li = await town.agent("Li", "complaints")
    anna = await town.customer("Anna", language_code="en")
    await anna.says("/start")
    group = town.group("complaints")
    await town.travel(minutes=5)
    assert boards(group) == []

    first = await complaint(town, anna, "The room was cold, ring 138 1234 5678")
    await town.travel(seconds=1)
    (board,) = boards(group)
    assert "1 件" in board.text
    assert f"{first.number} · The room was cold, ring •••• · 新工单 · 还没有人" in board.text
    assert "12345678" not in board.text.replace(" ", "")
    link = next(one for one in board.raw["entities"] if one["type"] == "text_link")
    encoded = board.text.encode("utf-16-le")
    start = link["offset"] * 2
    assert encoded[start : start + link["length"] * 2].decode("utf-16-le") == first.number
    assert link["url"].endswith(f"/{group.topics[0].thread}")
    assert "message_thread_id" not in board.raw
    (pin,) = asked(town, group, "pinChatMessage")
    assert (pin["message_id"], pin["disable_notification"]) == (board.message_id, True)

    await town.travel(hours=1)
    second = await complaint(town, anna, "And the lamp is broken")
    await li.presses("我来处理", topic=group.topics[0])
    await town.travel(seconds=61)
    assert second.number in boards(group)[0].text
    await li.presses("我来处理", topic=group.topics[1])
    await town.travel(seconds=20)
    assert "还没有人" in boards(group)[0].text
    await town.travel(minutes=1)
    (board,) = boards(group)
    assert board.text.index(first.number) < board.text.index(second.number)
    assert "还没有人" not in board.text
    assert board.text.count("Li") == 2

    town.world.delete(group.id, board.message_id)
    await town.travel(hours=1, minutes=2)
    await town.travel(minutes=2)
    (anew,) = boards(group)
    assert anew.message_id != board.message_id
    assert asked(town, group, "pinChatMessage")[-1]["message_id"] == anew.message_id
    await town.travel(hours=23)
    assert "🔴" in boards(group)[0].text
    for topic in group.topics:
        await li.presses("已处理", topic=topic)
    await town.travel(minutes=2)
    assert boards(group)[0].text.startswith("📌 这里目前没有未结束")
    assert "☑️ 已处理 2 件" in boards(group)[0].text
    assert len(boards(group)) == 1
