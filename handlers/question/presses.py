"""What the buttons under answers do: picked, helpful or not, a colleague please, another wording."""

from __future__ import annotations

from typing import Any

from handlers import desk
from handlers.incidents.joining import decline
from handlers.question.asker import Asker
from handlers.question.replying import look_up, offer_colleague, respond, tell
from handlers.turn import Turn
from storage.question import Question


async def pick(turn: Turn, args: dict[str, Any]) -> None:
    """One of the suggestions was meant."""
    await pick_entry(turn, int(args["question"]), str(args["entry"]))


async def pick_entry(turn: Turn, question_id: int, entry_id: str) -> None:
    """Answer from the entry that was picked, if it still stands."""
    asker = Asker.of(turn)
    question = await asker.question(question_id)
    entry = turn.house.faq.entry(entry_id)
    valid = entry is not None and not entry.hidden and entry.is_valid_at(turn.now.astimezone(turn.house.zone))
    if question is None or entry is None or not valid:
        turn.reply("question.gone")
        return
    question.entry = entry.id
    asker.dialogue.shown, asker.dialogue.offered = [], None
    turn.record("question.picked", question=question.id)
    await tell(asker, question, entry)
    asker.save()


async def something_else(turn: Turn, args: dict[str, Any]) -> None:
    """None of the suggestions was meant."""
    await refuse_entries(turn, int(args["question"]), Asker.of(turn).dialogue.shown)


async def refuse_entries(turn: Turn, question_id: int, shown: list[str]) -> None:
    """What was refused is not suggested again, and a person is offered."""
    asker = Asker.of(turn)
    question = await asker.question(question_id)
    if question is None:
        turn.reply("question.go_on")
        return
    dialogue = asker.dialogue
    if dialogue.asked == question.id:
        dialogue.unhelpful = [*dialogue.unhelpful, *shown]
        dialogue.shown = []
    turn.record("question.refused", question=question.id)
    await offer_colleague(asker, question, "question.none_of_these")
    asker.save()


async def not_incident(turn: Turn, args: dict[str, Any]) -> None:
    """It was not about the known incident: the question is answered as usual."""
    await decline(turn, int(args["incident"]))
    asker = Asker.of(turn)
    question = await asker.question(int(args["question"]))
    if question is None or not question.text:
        turn.reply("question.go_on")
        return
    text = question.text
    # It is kept anew, with what the base could do for it.
    await turn.session.delete(question)
    await respond(asker, text, look_up(asker, text), incidents=False)


async def helpful(turn: Turn, args: dict[str, Any]) -> None:
    """The answer helped."""
    question = await Asker.of(turn).question(int(args["question"]))
    if question is None or question.helpful is not None:
        turn.answer("question.counted")
        return
    question.helpful = True
    turn.record("question.helped", question=question.id)
    turn.answer("question.glad")


async def unhelpful(turn: Turn, args: dict[str, Any]) -> None:
    """The answer did not help: it is not given again, and a person is offered."""
    asker = Asker.of(turn)
    question = await asker.question(int(args["question"]))
    if question is None or question.helpful is not None:
        turn.answer("question.counted")
        return
    question.helpful = False
    turn.record("question.not_helped", question=question.id)
    if question.entry is not None:
        asker.dialogue.unhelpful = [*asker.dialogue.unhelpful, question.entry]
    await offer_colleague(asker, question, "question.not_helpful")
    asker.save()


async def colleague(turn: Turn, args: dict[str, Any]) -> None:
    """Pass the question to people."""
    await pass_question(turn, int(args["question"]))


async def pass_question(turn: Turn, question_id: int) -> None:
    """Hand a question over to people, with the others that failed just before it."""
    asker = Asker.of(turn)
    missed = asker.dialogue.missed
    asker.dialogue.offered, asker.dialogue.missed = None, []
    asker.save()
    passed: list[Question] = []
    for one in missed if question_id in missed else [question_id]:
        question = await asker.question(one)
        if question is not None and not question.handed_over:
            question.handed_over = True
            passed.append(question)
    texts = dict.fromkeys(question.text for question in passed if question.text)
    case = await desk.hand_over(turn, "\n".join(texts))
    for question in passed:
        question.case_id = case.id


async def add(turn: Turn, args: dict[str, Any]) -> None:
    """What they wrote belongs to a matter of theirs that is open."""
    asker = Asker.of(turn)
    question = await asker.question(int(args["question"]))
    if question is None or not await desk.add_words(turn, int(args["case"]), question.text):
        turn.answer("router.press.gone", alert=True)
        return
    question.handed_over = True
    asker.dialogue.offered = None
    asker.dialogue.missed = [one for one in asker.dialogue.missed if one != question.id]
    asker.save()


async def rephrase(turn: Turn, args: dict[str, Any]) -> None:
    """The person will put it in other words."""
    asker = Asker.of(turn)
    asker.dialogue.offered = None
    asker.save()
    turn.reply("question.go_on")
