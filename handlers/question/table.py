"""What questions offer the router."""

from __future__ import annotations

from handlers.question import files, hearing_out, pieces, presses

ACTIONS = {
    "question.pick": presses.pick,
    "question.else": presses.something_else,
    "question.not_incident": presses.not_incident,
    "question.helpful": presses.helpful,
    "question.unhelpful": presses.unhelpful,
    "question.colleague": presses.colleague,
    "question.add": presses.add,
    "question.complain": hearing_out.complain,
    "question.rephrase": presses.rephrase,
    "question.pass_on": files.pass_on,
    "question.type": files.type_instead,
}
DUTIES = {"question.gather": pieces.gather}
