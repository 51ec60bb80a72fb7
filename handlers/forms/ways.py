"""The ways through a form beside answering: back, skip, that's all, a colleague, another form."""

from __future__ import annotations

from handlers.forms.asking import ask, rest_keyboard
from handlers.forms.form import REVIEW, Field, Kind, find_form
from handlers.forms.life import advance, begin, cancel, give, send
from handlers.forms.neighbours import NEIGHBOURS
from handlers.forms.paper import Paper, put_away
from handlers.forms.sheet import Given


async def back(paper: Paper) -> bool:
    """To the question before this one; from a change, to the review. False if there is none before."""
    if paper.draft.changing:
        await advance(paper)
        return True
    last = paper.form.needed(paper.sheet)[-1].name
    now = paper.field
    before = paper.form.before(now.name, paper.sheet) if now else paper.form.field(last)
    if before is None:
        return False
    rest_keyboard(paper, "forms.all_right")
    paper.sheet.given.pop(before.name, None)
    paper.draft.field = before.name
    paper.save()
    ask(paper)
    return True


async def skip(paper: Paper, field: Field) -> bool:
    """On without an answer, where one is not needed."""
    if field.kind is Kind.evidence:
        return await done(paper, field)
    if not field.skippable:
        return False
    await give_nothing(paper, field)
    return True


async def give_nothing(paper: Paper, field: Field) -> None:
    """Note that the customer left this out."""
    half = paper.sheet.half.pop(field.name, "")
    paper.sheet.given[field.name] = Given(text=half, skipped=not half)
    await advance(paper)


async def done(paper: Paper, field: Field) -> bool:
    """The evidence is complete."""
    if field.kind is not Kind.evidence:
        return False
    await give(paper, field, Given(skipped=not paper.sheet.pieces))
    return True


async def change(paper: Paper, name: str) -> bool:
    """From the review to one answer, which is kept until there is another."""
    if paper.form.field(name) is None or paper.draft.field != REVIEW:
        return False
    paper.draft.field = name
    paper.draft.changing = True
    paper.save()
    ask(paper)
    return True


async def anew(paper: Paper) -> None:
    """Put everything away and begin the same form again."""
    about = dict(paper.sheet.about)
    rest_keyboard(paper, "forms.all_right")
    await put_away(paper.turn)
    await begin(paper.turn, paper.form, about)


async def go_on(paper: Paper) -> None:
    """Stay with this form."""
    paper.sheet.greeted = False
    paper.sheet.waiting = None
    paper.save()
    ask(paper)


async def switch(paper: Paper) -> bool:
    """Leave this form for the one that was asked for."""
    waiting = paper.sheet.waiting
    form = find_form(waiting.form) if waiting else None
    if waiting is None or form is None:
        return False
    rest_keyboard(paper, "forms.all_right")
    await put_away(paper.turn)
    await begin(paper.turn, form, waiting.prefilled)
    return True


async def to_a_colleague(paper: Paper) -> None:
    """A person goes on: with the case of this form, or, if it has none, with a talk of its own."""
    if paper.form.ends_in_case:
        await send(paper, unfinished=True)
        return
    await cancel(paper.turn)
    await NEIGHBOURS.to_people(paper.turn)


async def obey(paper: Paper, control: str) -> bool:
    """Do what a typed word asks for, if it means something at this step."""
    field, sheet = paper.field, paper.sheet
    if control == "cancel":
        await cancel(paper.turn)
    elif control == "back":
        return await back(paper)
    elif control == "skip" and field:
        return await skip(paper, field)
    elif control == "done" and field:
        return await done(paper, field)
    elif control == "send" and field is None:
        await send(paper)
    elif control == "colleague":
        await to_a_colleague(paper)
    elif control == "go_on" and sheet.greeted:
        await go_on(paper)
    elif control == "anew" and sheet.greeted:
        await anew(paper)
    else:
        return False
    return True
