"""Commands against a local Bot API: inviting, setting up, looking after what was set aside."""

from __future__ import annotations

import asyncio
import os
import stat
import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.sandbox import Sandbox
from bot.settings import load_settings
from faq.loading import load_base
from storage.inbound import ChatRef, Inbound, Message, Sender, encode_inbound
from storage.inbox import ParkedUpdate
from storage.lease import Lease
from storage.person import Person
from storage.question import Question, QuestionResult
from storage.store import Store
from tests.town.town import TOKEN, Town

FAQ = Path(__file__).parents[1] / "doctor" / "small_faq.toml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and no settings in the environment."""
    for name in list(os.environ):
        if name.upper().startswith("FRONTLINE_") and not name.upper().startswith("FRONTLINE_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A local Bot API."""
    async with Sandbox() as opened:
        yield opened


async def call(*arguments: str, input: str | None = None) -> Result:
    """Run a command as somebody types it."""
    return await asyncio.to_thread(CliRunner().invoke, main, list(arguments), input=input)


def write(name: str, text: str) -> None:
    """Write a file here."""
    Path(name).write_text(text, "utf-8")


def write_settings(url: str, database: str = "sqlite:///frontline.db", faq: str = "") -> None:
    """A settings file that leads to a local Bot API."""
    Path("frontline.toml").write_text(
        f'[telegram]\ntoken = "{TOKEN}"\napi_base = "{url}"\n'
        f'[storage]\nurl = "{database}"\n[business]\nfaq = "{faq}"\n',
        "utf-8",
    )


def lead_to(town: Town) -> None:
    """A settings file that leads to the town and its database."""
    url = town.store.engine.url.render_as_string(hide_password=False)
    write_settings(town.sandbox.url, url.replace("+aiosqlite", "").replace("+asyncpg", ""))


async def test_a_wrong_setting_ends_a_command_with_two(sandbox: Sandbox) -> None:
    """Plain lines and exit code 2, no traceback, for any command."""
    write("frontline.toml", "[log]\nlevel = 'loud'\n")
    for command in (["run"], ["doctor"], ["invite", "manager"], ["parked", "list"], ["health"]):
        result = await call(*command)
        assert result.exit_code == 2
        assert "frontline: log.level = 'loud'" in result.output
        assert "Traceback" not in result.output


async def test_an_invitation_lets_its_bearer_in(town: Town) -> None:
    """The command's words, sent to the bot by an account, make it a manager."""
    lead_to(town)
    result = await call("invite", "manager")
    assert result.exit_code == 0, result.output
    words = result.output.split('"')[1]
    assert words.startswith("/start i_")
    anna = await town.customer("Anna")
    await anna.says(words)
    await anna.says("/team")
    assert "Anna" in anna.last.text


async def test_an_invitation_to_no_department_is_refused(sandbox: Sandbox) -> None:
    """An unknown department is told, with the ones there are."""
    write_settings(sandbox.url)
    result = await call("invite", "agent", "--department", "moon")
    assert result.exit_code == 1
    assert "service" in result.output


async def test_init_writes_what_doctor_and_run_understand(sandbox: Sandbox, folder: Path) -> None:
    """With options only: settings for nobody else's eyes, a sample FAQ, a unit, and a manager's link."""
    result = await call(
        *("init", "--yes", "--token", TOKEN, "--api-base", sandbox.url),
        *("--name-zh", "青藤", "--name-en", 'Ivy "L"', "--service", "systemd"),
    )
    assert result.exit_code == 0, result.output
    assert "/start i_" in result.output
    settings = load_settings()
    assert settings.business.name == {"zh": "青藤", "en": 'Ivy "L"'}
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert settings.business.faq == str(folder / "faq.toml")
    assert stat.S_IMODE((folder / "frontline.toml").stat().st_mode) == 0o600
    unit = (folder / "frontline.service").read_text("utf-8")
    assert f"--config {folder / 'frontline.toml'}" in unit
    tomllib.loads((folder / "faq.toml").read_text("utf-8"))


async def test_init_asks_step_by_step(sandbox: Sandbox, folder: Path) -> None:
    """Without options it explains BotFather, asks again after a mistyped token, and offers defaults."""
    answers = "nonsense\ny\n" + TOKEN + "\n青藤学堂\nIvy Lane\n\nen\n\n\n\n\n"
    result = await call("init", "--api-base", sandbox.url, input=answers)
    assert result.exit_code == 0, result.output
    assert "@BotFather" in result.output
    assert "/newbot" in result.output
    assert "✓ The token is good" in result.output
    assert load_settings().business.default_language == "en"
    assert "/department service" in result.output


async def test_init_begins_from_a_ready_business(sandbox: Sandbox, folder: Path) -> None:
    """The insurer's departments, promises and answers under the newcomer's own name, and a group for each."""
    result = await call(
        *("init", "--yes", "--token", TOKEN, "--api-base", sandbox.url),
        *("--name-en", "Lighthouse", "--business", "insurance-office"),
    )
    assert result.exit_code == 0, result.output
    assert "/department consulting" in result.output
    assert "complaints, service" in result.output
    settings = load_settings()
    assert settings.business.name["en"] == "Lighthouse"
    assert "claims" in settings.business.categories
    assert len(settings.rules.promises.terms) == 3
    assert "accident" in (folder / "faq.toml").read_text("utf-8")


async def test_init_leaves_files_alone(sandbox: Sandbox, folder: Path) -> None:
    """A settings file that is there is not touched unasked."""
    (folder / "frontline.toml").write_text("# mine\n", "utf-8")
    result = await call("init", "--yes", "--token", TOKEN, "--api-base", sandbox.url)
    assert result.exit_code == 1
    assert (folder / "frontline.toml").read_text("utf-8") == "# mine\n"


async def test_init_refuses_a_wrong_zone_before_writing(sandbox: Sandbox, folder: Path) -> None:
    """What the settings would refuse is not written."""
    result = await call("init", "--yes", "--token", TOKEN, "--api-base", sandbox.url, "--zone", "Mars/Base")
    assert result.exit_code == 2
    assert "business.zone" in result.output
    assert not (folder / "frontline.toml").exists()


async def park(store: Store, account: int, conversation: int | None, body: str, reason: str) -> int:
    """Set a message aside."""
    async with store.begin() as session:
        parked = ParkedUpdate(
            account_id=account,
            update_id=77,
            digest="d",
            conversation_id=conversation,
            reason=reason,
            body=body,
            parked_at=datetime(2026, 11, 23, 2, tzinfo=UTC),
        )
        session.add(parked)
        await session.flush()
        return parked.id


async def test_a_message_set_aside_is_handled_after_all(town: Town) -> None:
    """retry puts it back into the inbox; the bot then answers it as if it had just come."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    conversation = await town.conversation(anna)
    heard = len(anna.texts)
    inbound = Inbound(
        update=77,
        chat=ChatRef(id=str(anna.id), kind="private"),
        what=Message(id="5", text="/help"),
        at=town.now,
        sender=Sender(id=str(anna.id), name="Anna", language="en"),
    )
    number = await park(town.store, town.app.account.id, conversation.id, encode_inbound(inbound), "failed")
    lead_to(town)
    assert "failed" in (await call("parked", "list")).output
    assert "/help" in (await call("parked", "show", str(number))).output
    result = await call("parked", "retry", str(number))
    assert result.exit_code == 0, result.output
    await town.settle()
    assert len(anna.texts) == heard + 1
    assert "Nothing is set aside" in (await call("parked", "list")).output


async def test_what_cannot_be_read_stays_set_aside(town: Town) -> None:
    """retry of something this version cannot read either changes nothing; drop erases its words."""
    number = await park(
        town.store, town.app.account.id, None, '{"update_id": 77, "message": 5}', "undecodable"
    )
    lead_to(town)
    result = await call("parked", "retry", str(number))
    assert result.exit_code == 1
    assert "cannot read it either" in result.output
    assert (await call("parked", "drop", "--yes", str(number))).exit_code == 0
    async with town.store.read() as session:
        parked = await session.get_one(ParkedUpdate, number)
        assert (parked.body, parked.released_at is None) == ("", False)
    assert (await call("parked", "drop", "--yes", str(number))).exit_code == 1


async def test_faq_can_be_checked_and_asked(sandbox: Sandbox) -> None:
    """check counts a good file and tells every mistake of a bad one; ask shows what would be answered."""
    assert "1 entries, 3 ways of asking, 0 to mend" in (await call("faq", "check", "--file", str(FAQ))).output
    write("bad.toml", "[[entry]]\nid = 'a'\n")
    result = await call("faq", "check", "--file", "bad.toml")
    assert result.exit_code == 1
    assert "✗ a, " in result.output
    assert "hours" in (await call("faq", "ask", "when are you open", "--file", str(FAQ))).output


async def test_health_tells_whether_somebody_works(town: Town) -> None:
    """Without a process that polls nobody is alive."""
    lead_to(town)
    assert (await call("health")).exit_code == 1
    async with town.store.begin() as session:
        session.add(Lease(duty="poll:1", holder="somebody", until=datetime(2099, 1, 1, tzinfo=UTC)))
    assert (await call("health")).exit_code == 0


async def test_init_can_write_a_compose_file(sandbox: Sandbox, folder: Path) -> None:
    """The container runs as whoever wrote the settings, so that it may read them, on this folder."""
    result = await call("init", "--yes", "--token", TOKEN, "--api-base", sandbox.url, "--service", "compose")
    assert result.exit_code == 0, result.output
    text = (folder / "compose.yml").read_text("utf-8")
    assert f'user: "{os.getuid()}:{os.getgid()}"' in text
    assert "FRONTLINE_CONFIG: /data/frontline.toml" in text


async def test_faq_goes_into_a_spreadsheet_and_back(sandbox: Sandbox, folder: Path) -> None:
    """export and import lose nothing, and write over nothing unasked."""
    assert (await call("faq", "export", "--file", str(FAQ), "sheet.csv")).exit_code == 0
    assert (await call("faq", "import", "sheet.csv", "--to", "back.toml")).exit_code == 0
    assert load_base("back.toml") == load_base(FAQ)
    assert (await call("faq", "import", "sheet.csv", "--to", "back.toml")).exit_code == 1
    assert (await call("faq", "import", "none.csv", "--to", "new.toml")).exit_code == 1


async def test_faq_can_be_tried_out(sandbox: Sandbox, folder: Path) -> None:
    """evaluate asks held-back wordings, or the questions of a file."""
    assert "3 questions asked" in (await call("faq", "evaluate", "--file", str(FAQ))).output
    (folder / "q.csv").write_text("when are you open,hours\nwho sells fish,\n", "utf-8")
    result = await call("faq", "evaluate", "--file", str(FAQ), "--questions", "q.csv")
    assert "1 questions asked, 1 right" in result.output


async def test_questions_asked_in_vain_are_gathered(town: Town) -> None:
    """What nobody could answer is shown, alike questions together; what was answered is not."""
    async with town.store.begin() as session:
        person = Person(name="Anna", language="en", created_at=town.now)
        session.add(person)
        await session.flush()
        for text, result in (
            ("do you sell fish", QuestionResult.unknown),
            ("do you sell fish?", QuestionResult.unknown),
            ("when are you open", QuestionResult.answered),
        ):
            question = Question(
                person_id=person.id, language="en", text=text, result=result, asked_at=town.now
            )
            session.add(question)
    lead_to(town)
    result = await call("faq", "unanswered", "--days", "36500", "--file", str(FAQ))
    assert result.exit_code == 0, result.output
    assert "2×  do you sell fish" in result.output
    assert "when are you open" not in result.output


async def test_faq_is_exported_as_it_stands(town: Town, folder: Path) -> None:
    """With --with-chat, what was changed and written in the chat goes into the file as well."""
    boss = await town.manager()
    for text in ("/faq new", "Do you sell fish?", "Only on Fridays.", "skip"):
        await boss.says(text)
    await boss.presses("Send")
    lead_to(town)
    result = await call("faq", "export", "--with-chat", "--file", str(FAQ), "now.toml")
    assert result.exit_code == 0, result.output
    [*_, written] = load_base("now.toml")
    assert written.answer_in("en").text == "Only on Fridays."
    assert (await call("faq", "export", "--file", str(FAQ), "then.toml")).exit_code == 0
    assert load_base("then.toml") == load_base(FAQ)
