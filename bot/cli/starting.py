"""`frontline init`: from nothing to a bot that answers, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.businesses import KEYS
from bot.cli.config import complete, refuse

if TYPE_CHECKING:
    from bot.gateways.contract import Identity
    from bot.init import Answers

FIRST = """\
Your bot needs an account in Telegram. In Telegram, open @BotFather and send it
  /newbot
then a name (what customers see) and a username (it ends in "bot"). It answers with a token: copy it."""

NEXT = """\
What is left:
  1. Start the bot: frontline run{config}
  2. Open the manager's link above in Telegram and press Start: then you are the manager.
  3. Make a Telegram group for the team, switch on Topics in its settings, add @{username} and make it
     an administrator (manage topics, delete and pin messages, ban users). Write there:
     /department {first}{others}
  4. Send the bot /invite for a link for each colleague.
  5. frontline doctor{config} says whether anything is missing."""


@click.command()
@click.option("--token", help="The bot's token, from @BotFather.")
@click.option("--name-zh", metavar="NAME", help="The business's name in Chinese.")
@click.option("--name-en", metavar="NAME", help="The business's name in English.")
@click.option("--zone", metavar="ZONE", help="Its time zone, such as Asia/Shanghai.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="The language of its staff groups.")
@click.option("--database", metavar="URL", help="sqlite:///frontline.db or postgresql://…")
@click.option("--business", type=click.Choice(KEYS), help="A ready business to begin from.")
@click.option("--faq", metavar="FILE", help="Its FAQ file; a sample is put there if there is none.")
@click.option("--no-faq", is_flag=True, help="Begin without a FAQ.")
@click.option("--service", type=click.Choice(["none", "systemd", "compose"]), help="How it is kept running.")
@click.option("--proxy", metavar="URL", help="A proxy to reach Telegram by.")
@click.option("--api-base", metavar="URL", help="Another Bot API server, such as a sandbox.")
@click.option("--config", metavar="FILE", default="frontline.toml", show_default=True, help="What to write.")
@click.option("--overwrite", is_flag=True, help="Write over files that are there.")
@click.option("--yes", is_flag=True, help="Ask nothing; take the defaults for what is not given.")
def init(config: str, overwrite: bool, yes: bool, **given: Any) -> None:
    """Set up the bot of your business, step by step."""
    path = Path(config)
    if path.exists() and not overwrite:
        if yes or not click.confirm(f"{path} is there already. Write over it?", default=False):
            raise click.ClickException(f"{path} is left as it is (--overwrite writes over it).")
        overwrite = True
    given["token"] = given["token"] or _ask_token(yes)
    identity = _check_token(given, ask=not yes)
    click.echo(f"✓ The token is good: the bot is @{identity.username} ({identity.name}).")
    answers = _ask_rest(given, yes, identity)
    departments = _write(answers, path, overwrite)
    _invite_manager(path)
    flag = "" if config == "frontline.toml" else f" --config {config}"
    first, *more = departments
    others = f"\n     (and so a group for each of the others: {', '.join(more)})" if more else ""
    click.echo("\n" + NEXT.format(config=flag, username=identity.username, first=first, others=others))


def _ask_token(yes: bool) -> str:
    if yes:
        raise click.UsageError("--token is needed; @BotFather in Telegram gives one (/newbot)")
    click.echo(FIRST)
    token: str = click.prompt("Token", type=str)
    return token.strip()


def _check_token(given: dict[str, Any], *, ask: bool) -> Identity:
    """Ask Telegram who the bot is; a wrong token is asked for again, an outage ends it."""
    from bot.opening import CannotRun, identify, open_gateway
    from bot.settings import Settings

    async def who() -> Identity:
        telegram = {"token": given["token"], "api_base": given["api_base"], "proxy": given["proxy"]}
        settings = Settings.model_validate(
            {"telegram": {key: value for key, value in telegram.items() if value}}
        )
        gateway = open_gateway(settings)
        try:
            identity = await identify(gateway)
        finally:
            await gateway.close()
        if identity is None:
            raise CannotRun("Telegram does not say who the bot is.")
        return identity

    from pydantic import ValidationError

    while True:
        try:
            return complete(who())
        except ValidationError as wrong:
            _tell_wrong(wrong)
        except SystemExit:
            if not ask:
                raise
        if not ask or not click.confirm("Try another token?", default=True):
            raise SystemExit(1)
        given["token"] = click.prompt("Token", type=str).strip()


def _tell_wrong(wrong: Any) -> None:
    from bot.settings.explaining import explain

    for line in explain(wrong, None, {}):
        click.echo(f"frontline: {line}", err=True)


def _ask_rest(given: dict[str, Any], yes: bool, identity: Identity) -> Answers:
    from bot.init import Answers

    def ask(key: str, question: str, default: str) -> str:
        if given[key]:
            return str(given[key])
        answer: str = default if yes else click.prompt(question, default=default)
        return answer

    name_zh = ask("name_zh", "The business's name in Chinese", given["name_en"] or identity.name)
    name_en = ask("name_en", "… and in English", name_zh)
    zone = ask("zone", "Its time zone", "Asia/Shanghai")
    language = ask("language", "The language of the staff's groups (zh, en)", "zh")
    database = ask("database", "The database", "sqlite:///frontline.db")
    business = given["business"] or ("" if yes else _ask_business())
    faq = ""
    if not given["no_faq"]:
        faq = ask("faq", "The FAQ file (a sample is put there if there is none)", "faq.toml")
    service = ask("service", "Keep it running with (none, systemd, compose)", "none")
    return Answers(
        token=given["token"],
        name_zh=name_zh,
        name_en=name_en,
        zone=zone,
        language="en" if language == "en" else "zh",
        database=database,
        faq=faq,
        business=business,
        copy_sample=bool(faq),
        service=service if service in ("systemd", "compose") else "none",  # type: ignore[arg-type]
        api_base=given["api_base"] or "",
        proxy=given["proxy"] or "",
    )


def _ask_business() -> str:
    """Which of the ready businesses is nearest; empty for none of them."""
    chosen: str = click.prompt(
        "Begin with the departments, promises and hours of",
        type=click.Choice(["none", *KEYS]),
        default="none",
    )
    return "" if chosen == "none" else chosen


def _write(answers: Answers, path: Path, overwrite: bool) -> list[str]:
    """Write the files; the departments that there are now."""
    from bot.init import WillNotOverwrite, write_all
    from bot.init.files import settings_text
    from bot.settings.reading import WrongSettings, check_text

    try:
        settings = check_text(settings_text(answers), path)
        written = write_all(answers, path, overwrite=overwrite)
    except WrongSettings as wrong:
        raise refuse(wrong.lines) from None
    except WillNotOverwrite as there:
        raise click.ClickException(f"{there} is there already (--overwrite writes over it).") from None
    for file in written:
        click.echo(f"✓ Wrote {file}")
    return [one.key for one in settings.business.departments]


def _invite_manager(path: Path) -> None:
    from bot.cli.people import tell
    from bot.inviting import make_invitation
    from bot.settings import load_settings

    click.echo("\nThe first manager's link:")
    tell(complete(make_invitation(load_settings(path), "manager", None)))
