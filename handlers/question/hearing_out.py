"""Somebody is angry, or something grave has happened: a way to be heard instead of guesses."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import select

from handlers import forms
from handlers.question.asker import Asker
from handlers.turn import Turn
from handlers.understanding.intent import angry
from handlers.understanding.mentions import mentions
from storage.case import WAITING_FOR_US, Case
from storage.outbound import Buttons
from storage.question import Question

Upset = Literal["", "angry", "grave"]


def is_upset(asker: Asker, text: str) -> Upset:
    """Whether a message is an outburst, or tells of something that a manager would have to know."""
    if isinstance(asker.scene, Turn) and asker.scene.draft is not None:
        # In the middle of a form they are being heard already.
        return ""
    if angry(asker.scene.house.texts, text):
        return "angry"
    return "grave" if mentions(text, asker.scene.house.rules.major.words) else ""


async def offer_to_be_heard(asker: Asker, question: Question, upset: Upset) -> None:
    """Offer a person or a complaint with the words as they are; or to add them to what stands open."""
    dialogue = asker.dialogue
    dialogue.miss(question.id)
    complain = asker.choice("question.complain", "question.complain", question=question.id)
    person = asker.choice("question.colleague", "question.colleague", question=question.id)
    case = await _standing_case(asker)
    if case is None:
        dialogue.offered = question.id
        await asker.speak(asker.words(f"question.upset.{upset}"), ((person, complain),))
        return
    hurry = asker.choice("pleas.button.hurry", "plea.hurry", case=case.id)
    rows = (*_adding(asker, question, case), (hurry,), (complain,))
    await asker.speak(asker.words("question.upset.standing", number=case.number), rows)


async def complain(turn: Turn, args: dict[str, Any]) -> None:
    """Take down a complaint that begins with what they wrote."""
    asker = Asker.of(turn)
    question = await asker.question(int(args["question"]))
    if question is None or not question.text:
        await forms.start(turn, "complaint")
        return
    question.handed_over = True
    asker.dialogue.offered = None
    asker.dialogue.missed = [one for one in asker.dialogue.missed if one != question.id]
    asker.save()
    await forms.start(turn, "complaint", what=question.text)


async def offer_words(asker: Asker, question: Question) -> Buttons:
    """Perhaps it was no question, but more about what they have told us before."""
    case = await _standing_case(asker)
    return _adding(asker, question, case) if case is not None else ()


def _adding(asker: Asker, question: Question, case: Case) -> Buttons:
    label = asker.words("question.add", number=case.number)
    return ((asker.named(label, "question.add", question=question.id, case=case.id),),)


async def _standing_case(asker: Asker) -> Case | None:
    found: Case | None = await asker.scene.session.scalar(
        select(Case)
        .where(
            Case.person_id == asker.person.id,
            Case.conversation_id == asker.conversation.id,
            Case.state.in_(WAITING_FOR_US),
        )
        .order_by(Case.id.desc())
        .limit(1)
    )
    return found
