"""Reading the settings: file, environment, paths, and what is said of wrong ones."""

from __future__ import annotations

import os
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.pace import Limits
from bot.settings import WrongSettings, load_settings
from handlers.calendar.terms import Term
from storage.engine import normalise_url

TOKEN = "123456789:AAExampleExampleExampleExampleExample"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and no settings in the environment."""
    for name in list(os.environ):
        if name.upper().startswith("FRONTLINE_") and not name.upper().startswith("FRONTLINE_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wrong(text: str) -> list[str]:
    """What is said of a settings file."""
    Path("frontline.toml").write_text(text, "utf-8")
    with pytest.raises(WrongSettings) as told:
        load_settings()
    return told.value.lines


def test_nothing_need_be_set() -> None:
    """Without a file and variables everything has its default."""
    settings = load_settings()
    assert settings.telegram.token.get_secret_value() == ""
    assert settings.telegram.limits.as_limits() == Limits()
    assert settings.rules.promises.first_answer == Term(timedelta(hours=24))
    assert [department.key for department in settings.business.departments] == ["service"]


def test_file_is_read(folder: Path) -> None:
    """The file here sets what it names; the rest keeps its defaults."""
    Path("frontline.toml").write_text(
        f"""
        [telegram]
        token = "{TOKEN}"
        [business]
        name = "Ivy Lane"
        [[business.departments]]
        key = "desk"
        name = {{ en = "Desk" }}
        kinds = ["complaint"]
        [rules.follow_ups]
        quiet_from = "21:00"
        again_after = "1 d 2 h"
        """,
        "utf-8",
    )
    settings = load_settings()
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert settings.business.name == {"zh": "Ivy Lane", "en": "Ivy Lane"}
    assert settings.business.departments[0].kinds == ("complaint",)
    assert settings.rules.follow_ups.quiet_from == time(21)
    assert settings.rules.follow_ups.again_after == timedelta(hours=26)
    assert settings.rules.follow_ups.quiet_until == time(9)


def test_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable changes one value and leaves its neighbours in the file alone."""
    Path("frontline.toml").write_text('[log]\nlevel = "error"\nformat = "json"\n', "utf-8")
    monkeypatch.setenv("FRONTLINE_LOG__LEVEL", "debug")
    monkeypatch.setenv("FRONTLINE_RULES__PROMISES__FIRST_ANSWER", "90 min")
    settings = load_settings()
    assert (settings.log.level, settings.log.format) == ("debug", "json")
    assert settings.rules.promises.first_answer == Term(timedelta(minutes=90))


def test_file_may_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--config comes before FRONTLINE_CONFIG, which comes before the file here."""
    for name, level in (("frontline.toml", "info"), ("other.toml", "error"), ("third.toml", "debug")):
        (folder / name).write_text(f'[log]\nlevel = "{level}"\n', "utf-8")
    assert load_settings().log.level == "info"
    monkeypatch.setenv("FRONTLINE_CONFIG", "other.toml")
    assert load_settings().log.level == "error"
    assert load_settings("third.toml").log.level == "debug"


def test_a_named_file_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was named and is not there is told by its name."""
    monkeypatch.setenv("FRONTLINE_CONFIG", "gone.toml")
    with pytest.raises(WrongSettings, match=r"gone\.toml: no such file \(FRONTLINE_CONFIG names it\)"):
        load_settings()


def test_paths_are_seen_from_the_file(folder: Path) -> None:
    """Relative paths of database and FAQ begin at the settings file's folder, wherever one stands."""
    (folder / "etc").mkdir()
    (folder / "etc" / "frontline.toml").write_text(
        '[storage]\nurl = "sqlite:///data/x.db"\n[business]\nfaq = "faq.toml"\n', "utf-8"
    )
    settings = load_settings("etc/frontline.toml")
    database = normalise_url(settings.storage.url.get_secret_value()).database
    assert database == str(folder / "etc" / "data" / "x.db")
    assert settings.business.faq == str(folder / "etc" / "faq.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[telegram]\ntokn = '1'",
            "telegram.tokn (frontline.toml): there is no such setting; did you mean telegram.token?",
        ),
        ("[busines]\n", "busines (frontline.toml): there is no such setting; did you mean business?"),
        (
            "[log]\nlevel = 'loud'",
            "log.level = 'loud' (frontline.toml): must be 'debug', 'info', 'warning' or 'error'",
        ),
        (
            "[business]\nzone = 'Asia/Shangai'",
            "business.zone = 'Asia/Shangai' (frontline.toml): "
            "this is no time zone; write one like Asia/Shanghai",
        ),
        (
            "[rules.promises]\nfinding = '5 dayz'",
            "rules.promises.finding = '5 dayz' (frontline.toml): "
            'write a term like "24 h", "4 working hours" or "5 working days"',
        ),
        (
            "[rules.forms]\nremind_after = '5 dayz'",
            "rules.forms.remind_after = '5 dayz' (frontline.toml): "
            'write a length of time like "24 h", "30 min" or "5 days"',
        ),
        (
            "[rules.digest]\nat = '25:00'",
            "rules.digest.at = '25:00' (frontline.toml): write a time of day like \"20:30\"",
        ),
        (
            "[rules.follow_ups]\nattempts = 'many'",
            "rules.follow_ups.attempts = 'many' (frontline.toml): write a whole number",
        ),
        (
            "[[business.departments]]\nname = 'x'",
            "business.departments[1].key (frontline.toml) is missing",
        ),
        (
            "[[business.departments]]\nkey = 'a b'\nname = 'x'",
            "business.departments[1].key = 'a b' (frontline.toml): "
            "a key has small letters, digits and _ only, and begins with a letter",
        ),
        (
            "[business]\nprivacy_url = 'example.com'",
            "business.privacy_url = 'example.com' (frontline.toml): write a web address like https://example.com",
        ),
    ],
)
def test_wrong_values_are_told(text: str, said: str) -> None:
    """A wrong setting is told in one line: its name, its value, and what would be right."""
    assert wrong(text) == [said]


def test_departments_are_told_apart() -> None:
    """Two departments of one key are refused by the key."""
    told = wrong('[[business.departments]]\nkey="a"\nname="A"\n[[business.departments]]\nkey="a"\nname="B"\n')
    assert "a is there twice" in told[0]


def test_broken_file_is_told() -> None:
    """A file that is not TOML is told with the place of the mistake."""
    assert wrong("[telegram\ntoken")[0].startswith("frontline.toml: not TOML: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM__TOKEN", "8123:very-secret"),
        ("TELEGRAM__PROXY", "ftp://user:very-secret@host"),
        ("STORAGE__URL", "mysql://user:very-secret@host/db"),
    ],
)
def test_secrets_are_not_shown(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong secret is refused by its variable's name, without showing it."""
    monkeypatch.setenv(f"FRONTLINE_{name}", value)
    with pytest.raises(WrongSettings) as told:
        load_settings()
    assert "very-secret" not in str(told.value)
    assert f"(from FRONTLINE_{name})" in str(told.value)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("FRONTLINE_STORGE__URL", "FRONTLINE_STORAGE__URL"),
        ("FRONTLINE_TELEGRAM_TOKEN", "FRONTLINE_TELEGRAM__TOKEN"),
        ("FRONTLINE_RULES__FOLLOWUPS__ATTEMPTS", "FRONTLINE_RULES__FOLLOW_UPS__ATTEMPTS"),
        ("FRONTLINE_TELEGRAM__TOKENS", "FRONTLINE_TELEGRAM__TOKEN"),
    ],
)
def test_unknown_variables_are_refused(name: str, near: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that names no setting is refused, with the one that was meant."""
    monkeypatch.setenv(name, "x")
    with pytest.raises(WrongSettings) as told:
        load_settings()
    assert told.value.lines == [f"{name}: there is no such setting; did you mean {near}?"]


def test_variables_for_tests_and_tables_are_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """FRONTLINE_TEST_… is nobody's business; a table's own keys may be set one by one."""
    monkeypatch.setenv("FRONTLINE_TEST_ANYTHING", "x")
    monkeypatch.setenv("FRONTLINE_BUSINESS__NAME", '{"en": "Ivy"}')
    monkeypatch.setenv("FRONTLINE_BUSINESS__CATEGORIES__FOOD", '{"en": "Food", "zh": "餐食"}')
    settings = load_settings()
    assert settings.business.name == {"en": "Ivy"}
    assert "food" in {key.lower() for key in settings.business.categories}


def test_a_memory_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in memory would lose what customers wrote, so it is refused."""
    monkeypatch.setenv("FRONTLINE_STORAGE__URL", "sqlite://")
    with pytest.raises(WrongSettings, match="in memory would lose everything"):
        load_settings()
