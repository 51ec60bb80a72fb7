"""The life of a form: started, gone on with, resumed, cancelled, sent."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from handlers.forms.asking import ask, greet_again, rest_keyboard
from handlers.forms.form import REVIEW, Asked, Field, Form, Kind, find_form
from handlers.forms.neighbours import NEIGHBOURS
from handlers.forms.paper import Paper, open_paper, put_away
from handlers.forms.sheet import Filled, Given, Sheet, Waiting, write_sheet
from handlers.turn import Turn
from storage.draft import Draft


async def start(turn: Turn, form_name: str, **prefilled: Any) -> None:
    """Begin a form. What is known or prefilled is not asked; other things given are kept beside the answers.

    While another form is open the customer chooses between the two; the same one simply goes on.
    """
    form = find_form(form_name)
    if form is None:
        raise LookupError(form_name)
    paper = await open_paper(turn)
    if paper is None:
        await begin(turn, form, prefilled)
        return
    if paper.form.name == form_name and not prefilled:
        await resume(turn)
        return
    paper.sheet.waiting = Waiting(form_name, prefilled)
    paper.save()
    draft = paper.draft
    turn.reply(
        "forms.another",
        open=turn.text_of(paper.form.title),
        wanted=turn.text_of(form.title),
        buttons=tuple(
            (turn.choice(f"forms.button.{way}", f"form.{way}", draft=draft.id, field=draft.field),)
            for way in ("go_on", "switch")
        ),
    )


async def begin(turn: Turn, form: Form, prefilled: dict[str, Any], lead: str = "") -> None:
    """Lay out a new sheet and ask its first question."""
    sheet = Sheet()
    message = turn.message.id if turn.message else ""
    for name, value in prefilled.items():
        field = form.field(name)
        if field is None:
            sheet.about[name] = value
        elif field.options is not None:
            sheet.given[name] = Given(code=str(value), known=True)
        elif str(value).strip():
            sheet.given[name] = Given(text=str(value).strip(), message=message, known=True)
    # A button may have brought along what was written before it.
    told = any(given.message or (form.ends_in_case and given.text) for given in sheet.given.values())
    for field in form.fields:
        if field.known and field.name not in sheet.given and (known := field.known(turn)):
            sheet.given[field.name] = Given(text=known, known=True)
        elif field.asked is Asked.in_review or (told and field.asked is Asked.unless_told):
            sheet.given.setdefault(field.name, Given(skipped=True, known=True))
    if not lead and told:
        lead = turn.text_of(form.noted)
    missing = form.missing(sheet)
    draft = Draft(
        conversation_id=turn.conversation.id,
        person_id=turn.person.id,
        form=form.name,
        version=form.version,
        field=missing.name if missing else REVIEW,
        answers=write_sheet(sheet),
        started_at=turn.now,
        touched_at=turn.now,
    )
    turn.session.add(draft)
    await turn.session.flush()
    turn.draft = draft
    turn.record("form.started", form=form.name)
    paper = Paper(turn, draft, form, sheet)
    if not await _paused(paper):
        ask(paper, lead)


async def resume(turn: Turn) -> None:
    """Ask again where we were, if a form is open (after a command, or a question in the middle)."""
    paper = await open_paper(turn)
    if paper is None:
        return
    if paper.silent_for_long:
        greet_again(paper)
        return
    paper.save()
    ask(paper, turn.text_of("forms.where_we_were", title=turn.text_of(paper.form.title)))


async def cancel(turn: Turn) -> None:
    """Leave the form: nothing of it is kept, and the customer is told so."""
    paper = await open_paper(turn)
    if paper is None:
        return
    if paper.field is not None and not paper.form.review:
        # What led to this single question stands; only the words are left out.
        paper.sheet.given[paper.field.name] = Given(skipped=True)
        await send(paper)
        return
    keyboard = paper.sheet.keyboard
    turn.record("form.cancelled", form=paper.form.name)
    await put_away(turn)
    turn.reply("forms.cancelled", remove_keyboard=keyboard)


async def give(paper: Paper, field: Field, given: Given) -> None:
    """Take an answer if it will do, and go on; else say kindly why not and keep asking."""
    half = paper.sheet.half.pop(field.name, "")
    if half and half not in given.text:
        given = structs.replace(given, text=", ".join(filter(None, (half, given.text))))
    refusal = await field.check(paper.turn, given) if field.check and not half else None
    if refusal is not None:
        if field.adds_up:
            paper.sheet.half[field.name] = given.text
        paper.save()
        ask(paper, paper.turn.text_of(refusal))
        return
    paper.sheet.given[field.name] = given
    paper.sheet.held = None
    if field.kind is Kind.phone:
        rest_keyboard(paper, "forms.phone_noted" if given.text else "forms.all_right")
    await advance(paper)


async def advance(paper: Paper, lead: str = "") -> None:
    """Ask what is still missing; then the review; a form without one is sent."""
    missing = paper.form.missing(paper.sheet)
    paper.draft.changing = False
    rest_keyboard(paper, "forms.all_right")
    if missing is None and not paper.form.review:
        await send(paper)
        return
    paper.draft.field = missing.name if missing else REVIEW
    paper.save()
    if not await _paused(paper):
        ask(paper, lead)


async def _paused(paper: Paper) -> bool:
    """Whether something is said instead of the next question."""
    paused = paper.form.pauses is not None and await paper.form.pauses(paper.turn, paper.sheet)
    paper.save()
    return paused


async def send(paper: Paper, *, unfinished: bool = False) -> None:
    """Hand the answers in. The draft is gone from here on: a second tap finds nothing to send."""
    turn, form = paper.turn, paper.form
    rest_keyboard(paper, "forms.all_right")
    await put_away(turn)
    turn.record("form.sent", form=form.name, unfinished=unfinished)
    for field in form.fields:
        given = paper.sheet.given.get(field.name)
        if given is not None and given.own and field.own:
            await note_own_phone(turn, given.text)
    await form.submit(turn, Filled(paper.sheet, unfinished))


async def note_own_phone(turn: Turn, phone: str) -> None:
    """Write down a number that the channel vouches for as the sender's own, and see who registered it."""
    turn.person.phone = phone
    await NEIGHBOURS.phone_noted(turn, phone)
