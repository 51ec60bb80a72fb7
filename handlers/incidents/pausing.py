"""A form about a known incident: before its next question the customer reads what we know."""

from __future__ import annotations

from handlers.forms import Sheet
from handlers.incidents.joining import me_too_button, told
from handlers.incidents.matching import meant
from handlers.turn import Turn
from storage.outbound import SendText

_TOLD = "incident"


async def told_first(turn: Turn, sheet: Sheet) -> bool:
    """Tell of the incident that the words of a form are about, once for a form. Whether one was told."""
    what = sheet.given.get("what")
    if turn.draft is None or what is None or not what.text or _TOLD in sheet.about:
        return False
    sheet.about[_TOLD] = 0
    incident = await meant(turn, turn.person, what.text)
    if incident is None:
        return False
    sheet.about[_TOLD] = incident.id
    text = await told(turn, incident, turn.person, turn.conversation)
    draft = turn.draft.id
    go_on = turn.choice(
        "incidents.button.else_form", "incidents.else_form", incident=incident.id, draft=draft
    )
    me_too = await me_too_button(turn, incident, turn.person, draft)
    turn.send(SendText(text, (*((one,) for one in me_too), (go_on,))))
    return True
