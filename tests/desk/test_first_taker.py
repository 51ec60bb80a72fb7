"""First taker duty: who took a matter first answers for it, also while they are away."""

from __future__ import annotations

import pytest

from storage.case import CaseState
from tests.desk.test_talking import newest, only_case
from tests.desk.test_transferring import make_head, staff_id, transferred
from tests.town.town import Town


async def test_an_absent_first_taker_stays_answerable(town: Town) -> None:
    """Nothing they can't see is lost: head and managers are reminded too, and the duty waits."""
    boss = await town.manager("Wang")
    anna, li, tom = await transferred(town)
    await town.agent("Sun", "complaints")
    await make_head(town, "Sun")
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    await anna.says("And when do I get it?")
    town.world.block(li.id)
    await town.travel(hours=30)
    case = await only_case(town)
    assert case.first_taker_id == await staff_id(town, "Li")
    assert "首问：Li" in newest(there).card.text
    assert any(case.number in text for text in boss.texts)
    await li.says("/start")
    await li.says("/mine")
    assert case.number in li.last.text


@pytest.mark.parametrize(("language", "told"), [("en", "is open again"), ("zh", "又打开了")])
async def test_the_first_taker_hears_of_a_not_yet(town: Town, language: str, told: str) -> None:
    """Where the customer says "not yet", the owner goes on and the first taker hears of it."""
    anna, li, tom = await transferred(town)
    await li.says("/start")
    await li.says("/settings")
    await li.presses("中文" if language == "zh" else "English")
    there = town.group("complaints")
    await tom.presses("我来处理", topic=newest(there))
    await tom.says("It is mended", topic=newest(there))
    await tom.presses("已处理", topic=newest(there))
    await anna.presses("Not yet")
    case = await only_case(town)
    assert (case.state, case.owner_id) == (CaseState.reopened, await staff_id(town, "Tom"))
    assert told in li.last.text
