"""Handing a customer over to people, and back to the bot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from handlers import promises
from handlers.desk.ending import reopen
from handlers.desk.hearing import hear
from handlers.desk.opening import open_case
from handlers.desk.relays import locked_case
from handlers.desk.topics import add_to_topic
from handlers.naming import department_name, staff_name
from handlers.turn import Turn
from handlers.waiting.leaving import out_of_line, queue_buttons
from handlers.waiting.place import waits
from handlers.waiting.rows import note_said
from handlers.waiting.saying import outlook
from handlers.way_back import way_back
from storage.case import WAITING_FOR_US, Case, CaseKind, CaseState
from storage.outbound import SendText
from storage.question import Question, QuestionResult
from storage.staff import Department

JUST_ASKED = timedelta(minutes=30)
"""How recent a question must be to be what somebody wants a person for."""


async def human(turn: Turn) -> None:
    """Somebody wants a person. What they asked the bot just now goes along: nobody says things twice."""
    question = await turn.session.scalar(
        select(Question)
        .where(
            Question.person_id == turn.person.id,
            Question.asked_at > turn.now - JUST_ASKED,
            Question.result != QuestionResult.answered,
            Question.handed_over.is_(False),
        )
        .order_by(Question.id.desc())
        .limit(1)
    )
    if question is not None:
        question.handed_over = True
    case = await hand_over(turn, question.text if question else "")
    if question is not None:
        question.case_id = case.id


async def hand_over(turn: Turn, question_text: str, copies: Sequence[str] = ()) -> Case:
    """Open an inquiry for people, or go on with the one that is open, and say so truthfully.

    `copies` are further messages of the customer that the agents should see.
    """
    shown = list(copies)
    if turn.message and turn.text and turn.text == question_text and turn.message.id not in shown:
        shown.append(turn.message.id)
    case = await _standing_inquiry(turn)
    stood = case is not None
    if case is None:
        case = await open_case(
            turn,
            kind=CaseKind.inquiry,
            person=turn.person,
            conversation=turn.conversation,
            summary=question_text,
            copies=shown,
        )
        key = "desk.handed_over.with_question" if question_text else "desk.handed_over.without_question"
    else:
        key = "desk.handed_over.already"
        await add_to_topic(turn, case, question_text if not shown else "", shown)
    resting = case.state is CaseState.resolved
    if resting:
        # Who asks for a person again has more to say.
        await reopen(turn, case, supervised=False, promise="first_answer", why="customer")
    elif stood:
        await hear(turn, case, question_text, tell=False)
    turn.conversation.case_id = case.id
    promise = await promises.running(turn, case.id)
    if resting:
        key = "desk.handed_over.reopened"
    elif case.owner_id is not None:
        key = "desk.handed_over.with_owner"
    elif promise is None or promise.due_at <= turn.now:
        key = "desk.handed_over.late"
    department = await turn.session.get_one(Department, case.department_id)
    waiting = await outlook(turn, case, turn.language)
    if waiting.said is not None:
        await note_said(turn, case, waiting.said)
    said = turn.text_of(
        key,
        number=case.number,
        department=department_name(department, turn.language),
        name=await staff_name(turn.session, case.owner_id),
        when=promises.in_words(turn, turn.language, promise) if promise else "",
    )
    buttons = queue_buttons(turn, case, turn.person) if waits(case) else way_back(turn)
    turn.send(SendText("\n\n".join(filter(None, (said, waiting.words))), buttons))
    return case


async def _standing_inquiry(turn: Turn) -> Case | None:
    if turn.conversation.case_id is not None:
        linked = await locked_case(turn.session, turn.conversation.case_id)
        if linked.is_open:
            return linked
    found: Case | None = await turn.session.scalar(
        select(Case)
        .where(
            Case.person_id == turn.person.id,
            Case.conversation_id == turn.conversation.id,
            Case.kind == CaseKind.inquiry,
            Case.state.in_(WAITING_FOR_US),
        )
        .order_by(Case.id.desc())
        .limit(1)
    )
    return found


async def back_to_bot(turn: Turn) -> None:
    """The customer talks with the bot again; the case stays open and its answers still arrive."""
    case_id, turn.conversation.case_id = turn.conversation.case_id, None
    if case_id is None:
        turn.reply("desk.back.already")
        return
    case = await turn.session.get_one(Case, case_id)
    if not case.is_open:
        turn.reply("desk.back.already")
        return
    buttons = out_of_line(turn, case, turn.person) if waits(case) else ()
    turn.reply("desk.back.open", buttons=buttons, number=case.number)
