"""How sure is sure enough is the business's own rule."""

from __future__ import annotations

from faq import Answer, Matcher, Suggestions, Verdict
from handlers.question.asker import Asker
from handlers.question.dialogue import Dialogue
from handlers.question.replying import look_up
from handlers.scene import Scene
from storage.account import Conversation
from storage.person import Person
from tests.knowledge.conftest import ENTRIES
from tests.town.town import Town

ASKED = "money back please for my course"


async def test_the_rule_decides_who_is_answered(town: Town) -> None:
    """The same message is answered or asked back about, by the correctness that is asked for."""
    town.house.faq = Matcher.build(ENTRIES)
    confidence = town.house.faq.rank(ASKED)[0].confidence
    assert isinstance(await _looked_up(town, confidence - 0.01), Answer)
    assert isinstance(await _looked_up(town, min(confidence + 0.01, 1.0)), Suggestions)


async def _looked_up(town: Town, wanted: float) -> Verdict:
    faq = town.house.rules.faq.model_copy(update={"answer_alone": wanted})
    town.house.rules = town.house.rules.model_copy(update={"faq": faq})
    async with town.store.begin() as session:
        scene = Scene(session, town.now, town.house)
        return look_up(Asker(scene, Conversation(memory={}), Person(language="en"), Dialogue()), ASKED)
