"""How well the FAQ does: tried with held-back wordings, and by what customers asked in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.config import complete, config_option, settings_of
from bot.cli.faq_files import base_of, built, encoder_in, file_option, path_of, plainly
from bot.cli.progress import progress_bar

if TYPE_CHECKING:
    from faq.evaluating import Evaluation


@click.command()
@file_option
@click.option("--questions", metavar="CSV", help="Ask these (question,id of the entry or nothing) instead.")
@config_option
def evaluate(file: str | None, questions: str | None, config: str | None) -> None:
    """Say how many questions are answered right, and which entries are mixed up."""
    from faq.evaluating import evaluate as try_out

    base = base_of(path_of(file, config))
    asked = _read_questions(questions) if questions else None
    with plainly(), progress_bar("Asking") as progress:
        result = try_out(base.entries, asked, progress=progress, encoder=encoder_in(config))
    _tell(result)


def _read_questions(path: str) -> list[tuple[str, str | None]]:
    import csv
    from pathlib import Path

    from faq.sheets import decode

    with plainly():
        text = decode(Path(path).read_bytes())
    if text is None:
        raise click.ClickException(f"{path}: is in an encoding this cannot read; save it as UTF-8")
    rows = [row for row in csv.reader(text.splitlines()) if row and row[0].strip()]
    return [(row[0].strip(), (row[1].strip() or None) if len(row) > 1 else None) for row in rows]


def _tell(result: Evaluation) -> None:
    click.echo(f"{result.asked} questions asked, {result.right} right ({result.accuracy:.0%}),")
    click.echo(
        f"{result.in_three} among the first three; {result.outside} that nobody answers were tried too."
    )
    click.echo(
        f"At a confidence of {result.threshold:.2f} and above: {result.alone} answered alone, "
        f"{result.alone_right} of them right."
    )
    for confusion in result.confusions[:10]:
        click.echo(
            f"· {confusion.wanted} taken for {confusion.found}, "
            f"{confusion.times} times: {confusion.examples[0]}"
        )
    for one, other in result.merge:
        click.echo(f"· {one} and {other} may be one entry")
    for entry in result.split:
        click.echo(f"· {entry} may hold more than one matter: split it")


@click.command()
@click.option("--days", default=30, show_default=True, help="How far to look back.")
@file_option
@config_option
def unanswered(days: int, file: str | None, config: str | None) -> None:
    """Show what customers asked in vain, alike questions together."""
    settings = settings_of(config)
    from bot.unanswered import questions_in_vain
    from faq.mining import cluster

    matcher = built(base_of(path_of(file, config)), config)
    texts = complete(questions_in_vain(settings, days))
    for group in cluster(texts, matcher):
        near = f"  (nearest: {group.nearest_entry}, {group.confidence:.0%})" if group.nearest_entry else ""
        click.echo(f"{group.size}×  {group.examples[0]}{near}")
    if not texts:
        click.echo(f"Nothing in the last {days} days.")
