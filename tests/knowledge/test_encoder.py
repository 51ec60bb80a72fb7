"""An encoder named in the settings: a function or a program, asked in time or not at all."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from bot.app import App
from bot.cli import main
from bot.encoder import REST_SECONDS, CalledEncoder, CommandEncoder, encoder_of
from bot.gateways.aiogram_door import AiogramDoor
from bot.house_building import build_house
from bot.leases import LIFE, RENEW_SECONDS
from bot.settings import WrongSettings
from bot.settings.model import BusinessSettings, EncoderSettings, Settings
from bot.settings.reading import check_text
from bot.work import GROUP
from faq import Matcher
from faq.encoding import EncodingError
from storage.account import Account
from storage.store import Store
from tests.faq.test_encoding import Thesaurus, base
from tests.town.clock import StillClock
from tests.town.house import school
from tests.town.town import TOKEN, Town

PROGRAM = """
import json, sys, time
for line in sys.stdin:
    texts = json.loads(line)
    if "never" in texts:
        time.sleep(60)
    if "wrong" in texts:
        print("what?", flush=True)
        continue
    if "end" in texts:
        break
    print(json.dumps([[len(text), text.count("a")] for text in texts]), flush=True)
"""
FUNCTION = """
def encode(texts):
    if "wrong" in texts:
        raise RuntimeError("secret words")
    return [[len(text), text.count("a")] for text in texts]
"""
SLOW = """
import threading
go_on = threading.Event()
def encode(texts):
    if "hang" in texts:
        go_on.wait(20)
    return [[len(text)] for text in texts]
"""
FAQ = '[[entry]]\nid = "a"\nquestions = ["when are you open"]\nanswer = "Always."\n'


class Watch:
    """Seconds that pass when told to; reading them takes no time."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def watch() -> Watch:
    """A clock at zero."""
    return Watch()


@pytest.fixture
def program(watch: Watch) -> Iterator[CommandEncoder]:
    """A program that encodes, given plenty of time to start."""
    encoder = CommandEncoder(
        [sys.executable, "-c", PROGRAM], timedelta(seconds=20), timedelta(seconds=20), seconds=watch
    )
    yield encoder
    encoder.close()


def test_a_program_is_started_once_and_asked_line_by_line(program: CommandEncoder) -> None:
    """Many texts are asked in several lines; letters of any script arrive."""
    assert program.encode(["banana", "价格"]).tolist() == [[6, 3], [2, 0]]
    many = [f"{number} a\nb" for number in range(150)]
    rows = program.encode(many)
    assert rows.shape == (150, 2)
    assert rows.dtype == np.float32
    assert program.encode([]).size == 0


@pytest.mark.parametrize("trouble", ["wrong", "end"])
def test_a_failed_program_rests_and_is_begun_anew(
    program: CommandEncoder, watch: Watch, trouble: str
) -> None:
    """After a failure nobody waits for it; after a rest it is begun anew, and its start is not waited for."""
    program.encode(["a"])
    with pytest.raises(EncodingError):
        program.encode([trouble])
    with pytest.raises(EncodingError, match="rests"):
        program.encode(["a"])
    watch.now += REST_SECONDS
    for _ in range(400):
        with suppress(EncodingError):
            assert program.encode(["a"]).tolist() == [[1, 1]]
            return
        program._can_read(0.05)  # until it has something to say
    raise AssertionError("it did not come back")


def test_a_program_that_takes_too_long_is_given_up() -> None:
    """What takes longer than its limit fails; the message goes on without."""
    encoder = CommandEncoder([sys.executable, "-c", PROGRAM], timedelta(seconds=0.2), timedelta(seconds=20))
    with pytest.raises(EncodingError, match=r"longer than 0\.2 s"):
        encoder.encode(["never"])
    encoder.close()


def test_a_program_that_is_not_there() -> None:
    """A command that cannot be run is said to be so."""
    encoder = CommandEncoder(["/nowhere/encoder"], timedelta(seconds=1), timedelta(seconds=1))
    with pytest.raises(EncodingError, match="/nowhere/encoder"):
        encoder.encode(["a"])


def test_a_function_is_imported_and_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """module:function is found where Python finds modules; its failures name no texts."""
    (tmp_path / "my_little_encoder.py").write_text(FUNCTION)
    monkeypatch.syspath_prepend(str(tmp_path))
    encoder = encoder_of(EncoderSettings(call="my_little_encoder:encode"))
    assert encoder is not None
    assert encoder.encode(["banana"]).tolist() == [[6, 3]]
    with pytest.raises(EncodingError) as failed:
        encoder.encode(["wrong"])
    assert "secret" not in str(failed.value)


def test_a_function_that_hangs_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: Watch
) -> None:
    """It is waited for within the limit, then left in peace for a while, and asked again when it is free."""
    (tmp_path / "my_slow_encoder.py").write_text(SLOW)
    monkeypatch.syspath_prepend(str(tmp_path))
    slow = CalledEncoder(
        "my_slow_encoder:encode", timedelta(seconds=0.05), timedelta(seconds=20), seconds=watch
    )
    assert slow.encode(["banana"]).tolist() == [[6]]
    with pytest.raises(EncodingError, match=r"longer than 0\.05 s"):
        slow.encode(["hang"])
    with pytest.raises(EncodingError, match="rests"):
        slow.encode(["banana"])
    watch.now += REST_SECONDS
    with pytest.raises(EncodingError, match="rests"):
        slow.encode(["banana"])
    importlib.import_module("my_slow_encoder").go_on.set()
    assert slow._overdue is not None
    slow._overdue.result(20)
    assert slow.encode(["banana"] * 20).tolist() == [[6]] * 20


def test_with_an_encoder_fewer_messages_share_a_transaction(store: Store, clock: StillClock) -> None:
    """Even where each of them waits for it to the limit, a lease can be renewed in between."""
    assert _app(store, clock, Matcher.build(base())).worker._group == GROUP
    group = _app(store, clock, Matcher.build(base(), encoder=Thesaurus())).worker._group
    assert group * EncoderSettings().time_limit < LIFE - timedelta(seconds=RENEW_SECONDS)


def _app(store: Store, clock: StillClock, faq: Matcher) -> App:
    house = school()
    house.faq = faq
    account = Account(id=1, external_id="1", username="bot")
    return App(store, AiogramDoor(TOKEN), house, account, clock=clock)


def test_without_a_setting_there_is_none() -> None:
    """It is off by default, and the house's matcher has none."""
    assert encoder_of(EncoderSettings()) is None
    assert build_house(Settings()).faq.encoder is None


def test_the_house_has_the_encoder_of_the_settings(tmp_path: Path) -> None:
    """What the settings name goes into the matcher; one that is not there ends the start in plain words."""
    file = tmp_path / "faq.toml"
    file.write_text(FAQ, "utf-8")
    business = BusinessSettings(faq=str(file))
    command = (sys.executable, "-c", PROGRAM)
    house = build_house(Settings(business=business, encoder=EncoderSettings(command=command)))
    encoder = house.faq.encoder
    assert encoder is not None
    assert isinstance(encoder.encoder, CommandEncoder)
    encoder.encoder.close()
    with pytest.raises(WrongSettings, match="encoder: no_such_module:encode"):
        build_house(Settings(business=business, encoder=EncoderSettings(call="no_such_module:encode")))


def test_wrong_settings_are_told() -> None:
    """Two encoders at once, and what is no function, are refused by name."""
    for text in ('[encoder]\ncall = "a:b"\ncommand = ["c"]\n', '[encoder]\ncall = "no function"\n'):
        with pytest.raises(WrongSettings, match="encoder"):
            check_text(text, Path("frontline.toml"))


def test_the_commands_use_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`frontline faq ask` and `evaluate` answer as the bot would, and say what is wrong with an encoder."""
    (tmp_path / "another_little_encoder.py").write_text(FUNCTION)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    Path("faq.toml").write_text(FAQ, "utf-8")
    for call, code, says in (
        ("another_little_encoder:encode", 0, "It answers"),
        ("no_such_module:encode", 1, "encoder: no_such_module:encode"),
    ):
        Path("frontline.toml").write_text(
            f'[encoder]\ncall = "{call}"\n[business]\nfaq = "faq.toml"\n', "utf-8"
        )
        result = CliRunner().invoke(main, ["faq", "ask", "when are you open"])
        assert (result.exit_code, says in result.output) == (code, True), result.output
        assert CliRunner().invoke(main, ["faq", "evaluate"]).exit_code == code


async def test_customers_are_answered_by_meaning(town: Town) -> None:
    """What shares no word with any wording is answered, also after the base was changed in the chat."""
    encoder = Thesaurus()
    town.house.in_file = {entry.id: entry for entry in base()}
    town.house.faq = Matcher.build(base(), encoder=encoder)
    boss, anna = await town.manager(), await town.customer("Anna")
    await anna.says("/start")
    await anna.says("hello, is it about the hatchback?")
    assert anna.last.text.startswith("car.")
    await boss.says("/faq food")
    await boss.presses("Hide")
    await anna.says("hello, how about an outing?")
    assert anna.last.text.startswith("travel.")
    encoder.broken = True
    await anna.says("hello, what about the siesta?")
    assert "sleep." not in anna.last.text
