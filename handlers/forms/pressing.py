"""Pressing: what the buttons of a form do. An old button is answered politely and does nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from handlers.forms import ways
from handlers.forms.asking import ask
from handlers.forms.form import Field, Kind
from handlers.forms.life import advance, cancel, give, send
from handlers.forms.paper import Paper, open_paper
from handlers.forms.sheet import Given
from handlers.turn import Turn

Verb = Callable[[Turn, dict[str, Any]], Awaitable[None]]


async def _open(turn: Turn, args: dict[str, Any], *, any_field: bool = False) -> Paper | None:
    """The paper this button belongs to, if it is still at that question."""
    paper = await open_paper(turn)
    if paper is None or paper.draft.id != args["draft"]:
        turn.answer("forms.old_button")
        return None
    if paper.moved:
        paper.save()
        ask(paper, turn.text_of("forms.renewed"))
        return None
    if not any_field and paper.draft.field != args["field"]:
        turn.answer("forms.passed_button")
        return None
    paper.sheet.greeted = False
    paper.save()
    return paper


def _at_field(step: Callable[[Paper, Field, dict[str, Any]], Awaitable[None]]) -> Verb:
    """A verb for a button under one question."""

    async def verb(turn: Turn, args: dict[str, Any]) -> None:
        paper = await _open(turn, args)
        if paper is not None and paper.field is not None:
            await step(paper, paper.field, args)

    return verb


def _on_paper(step: Callable[[Paper, dict[str, Any]], Awaitable[object]], *, any_field: bool = False) -> Verb:
    """A verb for a button that concerns the whole form."""

    async def verb(turn: Turn, args: dict[str, Any]) -> None:
        paper = await _open(turn, args, any_field=any_field)
        if paper is not None:
            await step(paper, args)

    return verb


async def _pick(paper: Paper, field: Field, args: dict[str, Any]) -> None:
    if args["code"] in dict(field.choices(paper.turn)):
        await give(paper, field, Given(code=args["code"]))
    else:
        ask(paper, paper.turn.text_of("forms.pick_one"))


async def _skip(paper: Paper, field: Field, _: dict[str, Any]) -> None:
    await ways.skip(paper, field)


async def _done(paper: Paper, field: Field, _: dict[str, Any]) -> None:
    await ways.done(paper, field)


async def _leave_out(paper: Paper, field: Field, _: dict[str, Any]) -> None:
    if field.kind is Kind.evidence:
        paper.sheet.pieces = ()
        await ways.give_nothing(paper, field)


async def _use_held(paper: Paper, field: Field, _: dict[str, Any]) -> None:
    if paper.sheet.held is not None:
        await give(paper, field, paper.sheet.held)


async def _keep(paper: Paper, _: dict[str, Any]) -> None:
    await advance(paper)


async def _back(paper: Paper, _: dict[str, Any]) -> None:
    await ways.back(paper)


async def _change(paper: Paper, args: dict[str, Any]) -> None:
    await ways.change(paper, args["name"])


async def _send(paper: Paper, _: dict[str, Any]) -> None:
    await send(paper)


async def _colleague(paper: Paper, _: dict[str, Any]) -> None:
    await ways.to_a_colleague(paper)


async def _cancel(paper: Paper, _: dict[str, Any]) -> None:
    await cancel(paper.turn)


async def _go_on(paper: Paper, _: dict[str, Any]) -> None:
    await ways.go_on(paper)


async def _anew(paper: Paper, _: dict[str, Any]) -> None:
    await ways.anew(paper)


async def _switch(paper: Paper, _: dict[str, Any]) -> None:
    await ways.switch(paper)


ACTIONS: dict[str, Verb] = {
    "form.pick": _at_field(_pick),
    "form.skip": _at_field(_skip),
    "form.done": _at_field(_done),
    "form.nothing": _at_field(_done),
    "form.leave_out": _at_field(_leave_out),
    "form.use_held": _at_field(_use_held),
    "form.keep": _on_paper(_keep),
    "form.back": _on_paper(_back),
    "form.change": _on_paper(_change),
    "form.send": _on_paper(_send),
    "form.colleague": _on_paper(_colleague, any_field=True),
    "form.cancel": _on_paper(_cancel, any_field=True),
    "form.leave": _on_paper(_cancel, any_field=True),
    "form.go_on": _on_paper(_go_on, any_field=True),
    "form.anew": _on_paper(_anew, any_field=True),
    "form.switch": _on_paper(_switch, any_field=True),
}
