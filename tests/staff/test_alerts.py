"""What managers are alerted to."""

from __future__ import annotations

from handlers import staff
from handlers.scene import Scene
from tests.town.town import Town


async def test_parked_update_is_told_to_managers_in_their_language(town: Town) -> None:
    """Every manager hears of a message that was set aside, with its number and why."""
    wang = await town.manager("Wang", language_code="zh-hans")
    chen = await town.manager("Chen", language_code="en")
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house)
        await staff.alert_parked(scene, 7, "undecodable")
        await staff.alert_parked(scene, 8, "gremlins")
        await session.flush()
        await scene.effects.write(session)
    await town.settle()
    assert "编号 7" in wang.texts[-2]
    assert "内容读不出来" in wang.texts[-2]
    assert "number 8" in chen.last.text
    assert "gremlins" not in chen.last.text


async def test_alert_counts_who_heard_it(town: Town) -> None:
    """An alert says how many managers it reached."""
    await town.manager("Wang")
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house)
        assert await staff.alert(scene, "router.group.left", title="Desk") == 1
        await scene.effects.write(session)
