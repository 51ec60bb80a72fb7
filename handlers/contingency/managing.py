"""/plans: which there are, what runs and how far it is, and how one ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from handlers.contingency.parts import lines_of, steps_of
from handlers.contingency.reaching import send
from handlers.contingency.starting import start, start_button, to_start
from handlers.naming import first_name, shortened
from handlers.scene import Scene
from handlers.staff.rights import for_managers
from handlers.turn import Turn
from storage.contingency import ContingencyPart, ContingencyRun
from storage.outbound import Buttons, SendText
from storage.person import Person

LABEL = 40
LONGEST = 1000
_END = re.compile(r"(\S+)\s*(?:[#＃](\d{1,9}))?\s*(.*)", re.DOTALL)


@for_managers
async def command(turn: Turn, rest: str) -> None:
    """/plans shows plans and what runs; /plans end words ends what runs (#3 says which of several)."""
    runs = await _running(turn)
    found = _END.match(rest)
    if found is None:
        await _overview(turn, runs)
        return
    word, number, said = found.groups()
    texts = turn.house.texts
    ends = any(word.casefold() in texts.phrases(one, "contingency.words.end") for one in texts.languages)
    chosen = [run for run in runs if number is None or run.id == int(number)]
    if not ends or not said.strip() or not runs:
        turn.reply("contingency.how" if runs else "contingency.none_running")
    elif len(chosen) != 1:
        turn.reply("contingency.which", plans="\n".join(f"#{run.id} {run.name}" for run in runs))
    else:
        await _end(turn, chosen[0], said.strip()[:LONGEST])


async def _running(scene: Scene) -> Sequence[ContingencyRun]:
    rows = await scene.session.scalars(
        select(ContingencyRun).where(ContingencyRun.ended_at.is_(None)).order_by(ContingencyRun.id)
    )
    return rows.all()


async def _overview(turn: Turn, runs: Sequence[ContingencyRun]) -> None:
    plans = turn.house.rules.contingency.plans
    if not plans and not runs:
        turn.reply("contingency.none")
        return
    lines, rows = [turn.text_of("contingency.head")], []
    for run in runs:
        lines.append(turn.text_of("contingency.runs", plan=run.name, number=run.id))
        label = shortened(f"🔎 #{run.id} {run.name}", LABEL)
        rows.append((turn.button(label, "contingency.look", turn.me, run=run.id),))
    for key, plan in plans.items():
        if key not in {run.plan for run in runs}:
            lines.append(turn.text_of("contingency.rests", plan=plan.name))
            rows.append((start_button(turn, turn.language, turn.me, key, plan.name, None),))
    turn.send(SendText("\n".join(lines), tuple(rows)))


async def start_pressed(turn: Turn, args: dict[str, Any]) -> None:
    """A manager starts a plan, unless it runs already."""
    plan = turn.house.rules.contingency.plans.get(args["plan"])
    if not turn.is_manager:
        turn.answer("contingency.managers_only", alert=True)
    elif plan is None:
        turn.answer("contingency.gone", alert=True)
    elif not await to_start(turn, args["plan"]):
        turn.answer("contingency.runs_already", alert=True)
    else:
        await start(turn, args["plan"], plan, matter_id=args["matter"], by=turn.person.id)
        turn.answer("contingency.begun")


async def look(turn: Turn, args: dict[str, Any]) -> None:
    """How far it is: every part, who sees to it, and each step."""
    if not turn.is_manager:
        turn.answer("contingency.managers_only", alert=True)
        return
    turn.answer()
    run = await turn.session.get_one(ContingencyRun, int(args["run"]))
    parts = await turn.session.scalars(
        select(ContingencyPart).where(ContingencyPart.run_id == run.id).order_by(ContingencyPart.id)
    )
    key = "runs" if run.ended_at is None else "ended"
    lines = [turn.text_of(f"contingency.{key}", plan=run.name, number=run.id)]
    for part in parts.all():
        name = ""
        if part.acknowledged_by is not None:
            name = first_name((await turn.session.get_one(Person, part.acknowledged_by)).name)
        key = "seen_by" if name else "unseen"
        lines += ["", turn.text_of(f"contingency.part.{key}", role=part.role, name=name)]
        lines += lines_of(await steps_of(turn, part.id))
    rows: Buttons = ()
    if run.ended_at is None:
        rows = ((turn.choice("contingency.button.end", "contingency.end", run=run.id),),)
    turn.send(SendText("\n".join(lines), rows))


async def how_to_end(turn: Turn, args: dict[str, Any]) -> None:
    """A plan ends with a word that everybody hears."""
    turn.answer()
    turn.reply("contingency.how_end", number=int(args["run"]))


async def _end(turn: Turn, found: ContingencyRun, said: str) -> None:
    # As it is now: another manager may have ended it since we looked.
    run = await turn.session.get_one(ContingencyRun, found.id, with_for_update=True, populate_existing=True)
    if run.ended_at is not None:
        turn.reply("contingency.over")
        return
    run.ended_at, run.ended_by = turn.now, turn.person.id
    turn.record("contingency.ended", run=run.id)
    whos = await turn.session.scalars(
        select(ContingencyPart.who).where(ContingencyPart.run_id == run.id).order_by(ContingencyPart.id)
    )

    def compose(language: str, audience: str) -> tuple[str, Buttons]:
        return turn.say(language, "contingency.ended_with", plan=run.name, words=said), ()

    for who in dict.fromkeys(("managers", *whos)):
        await send(turn, run, who, compose)
