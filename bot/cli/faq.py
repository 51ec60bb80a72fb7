"""Looking after the questions and answers: checking, asking, spreadsheets in and out."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.config import complete, config_option, settings_of
from bot.cli.faq_figures import evaluate, unanswered
from bot.cli.faq_files import base_of, built, file_option, path_of, plainly
from bot.cli.progress import progress_bar


@click.group()
def faq() -> None:
    """Look after the questions and answers."""


faq.add_command(evaluate)
faq.add_command(unanswered)


@faq.command()
@file_option
@click.option("--language", type=click.Choice(["zh", "en"]), default="en", help="The language to say it in.")
@config_option
def check(file: str | None, language: str, config: str | None) -> None:
    """Say everything to mend in the file; exit code 1 if customers would notice."""
    from faq.checking import check as look
    from handlers.routing.tables import GO

    path = path_of(file, config)
    base = base_of(path)
    with progress_bar("Comparing") as progress:
        findings = look(
            base.entries,
            languages=base.languages,
            forms=GO.keys(),
            folder=Path(path).parent,
            progress=progress,
        )
    for finding in findings:
        click.echo(f"{'✗' if finding.serious else '·'} {finding.said(language)}")
    asked = sum(len(list(entry.phrasings())) for entry in base.entries)
    serious = sum(finding.serious for finding in findings)
    click.echo(f"{path}: {len(base.entries)} entries, {asked} ways of asking, {serious} to mend")
    if serious:
        raise SystemExit(1)


@faq.command()
@click.argument("question")
@file_option
@config_option
def ask(question: str, file: str | None, config: str | None) -> None:
    """Show what the bot would answer, and how sure it is."""
    from faq import Answer, Suggestions

    matcher = built(base_of(path_of(file, config)), config)
    verdict = matcher.match(question)
    if isinstance(verdict, Answer):
        shown = 1
        click.echo("It answers:")
    elif isinstance(verdict, Suggestions):
        shown = len(verdict.entries)
        click.echo(f"It offers {shown} to choose from:")
    else:
        shown = 3
        click.echo("It does not know and offers to ask a colleague. Nearest:")
    for ranked in matcher.rank(question, shown):
        entry = matcher.entry(ranked.id)
        asked = next((text for _, text in entry.phrasings()), "") if entry else ""
        click.echo(f"  {ranked.confidence:4.0%}  {ranked.id}  {asked}")


@faq.command("import")
@click.argument("sheet")
@click.option("--to", metavar="FILE", default="faq.toml", show_default=True, help="The FAQ file to write.")
@click.option("--overwrite", is_flag=True, help="Write over a file that is there.")
def import_(sheet: str, to: str, overwrite: bool) -> None:
    """Make a FAQ file of a spreadsheet (CSV or XLSX)."""
    from faq.sheets import import_sheet
    from faq.writing import write_base

    _not_over(to, overwrite)
    with plainly():
        entries = import_sheet(sheet)
        write_base(entries, to)
    click.echo(f"Wrote {to}: {len(entries)} entries. Look at it with: frontline faq check --file {to}")


@faq.command()
@click.argument("target")
@file_option
@click.option(
    "--with-chat", is_flag=True, help="With what was changed in the chat, as customers are told it."
)
@click.option("--overwrite", is_flag=True, help="Write over a file that is there.")
@config_option
def export(target: str, file: str | None, with_chat: bool, overwrite: bool, config: str | None) -> None:
    """Write the FAQ as a spreadsheet or a FAQ file (CSV, XLSX or TOML, by its name)."""
    from faq.sheets import export_sheet
    from faq.writing import write_base

    base = base_of(path_of(file, config))
    entries = list(base.entries)
    missing: list[str] = []
    _not_over(target, overwrite)
    if with_chat:
        from bot.knowledge_exporting import as_it_stands, fetch_files

        settings = settings_of(config)
        entries = complete(as_it_stands(settings, entries))
        missing = complete(fetch_files(settings, entries, Path(target).parent))
    with plainly():
        if target.lower().endswith(".toml"):
            write_base(entries, target, base.name, base.languages)
        else:
            export_sheet(entries, target)
    click.echo(f"Wrote {target}: {len(entries)} entries")
    for name in missing:
        click.echo(f"· {name} was sent in the chat and could not be fetched; put it there by hand", err=True)


def _not_over(path: str, overwrite: bool) -> None:
    if Path(path).exists() and not overwrite:
        raise click.ClickException(f"{path} is there already (--overwrite writes over it).")
