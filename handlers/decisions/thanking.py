"""The customer is content with the answer to their suggestion: nobody asks them again."""

from __future__ import annotations

from typing import Any

from handlers.desk.ending import finish
from handlers.desk.relays import locked_case
from handlers.desk.topics import note
from handlers.turn import Turn
from storage.case import CaseState, Outcome
from storage.decision import Decision, Verdict, decision_of


async def thanked(turn: Turn, args: dict[str, Any]) -> None:
    """Their word settles it: at once if the case was resolved, else as soon as it is."""
    decision = await turn.session.get_one(Decision, int(args["decision"]), with_for_update=True)
    case = await locked_case(turn.session, decision.case_id)
    turn.answer()
    if decision.thanked_at is not None:
        turn.reply("decisions.customer.thanked_already")
        return
    decision.thanked_at = turn.now
    turn.record("suggestion.thanked", case_id=case.id)
    current = await decision_of(turn.session, case.id)
    # Thanks for what was decided before, or for a suggestion that goes on as another matter, close nothing.
    if case.state is CaseState.resolved and current is not None and current.id == decision.id:
        await finish(turn, case, Outcome.satisfied, by="customer", actor_id=turn.person.id)
    else:
        await note(turn, case, "decisions.topic_thanked", silent=True)
    later = decision.verdict is not Verdict.not_now and decision.done_at is None
    turn.reply(f"decisions.customer.{'welcome_later' if later else 'welcome'}")
