"""Reading the settings: the file, the environment over it, and paths as seen from the file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsError

from bot.only_one import file_of
from bot.settings.explaining import explain
from bot.settings.model import Settings
from bot.settings.names import unknown_variables

FILE = "frontline.toml"


class WrongSettings(Exception):
    """Settings that cannot be used. `lines` say what is wrong and what would be right."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def config_path(given: str | Path | None) -> Path | None:
    """The settings file: the one given, FRONTLINE_CONFIG's, or frontline.toml here; None if there is none.

    Raises WrongSettings when a file was named and is not there.
    """
    named = given or os.environ.get("FRONTLINE_CONFIG")
    if not named:
        here = Path(FILE)
        return here if here.is_file() else None
    path = Path(named).expanduser()
    if not path.is_file():
        how = "--config" if given else "FRONTLINE_CONFIG"
        raise WrongSettings([f"{path}: no such file ({how} names it). `frontline init` writes one."])
    return path


def load_settings(given: str | Path | None = None) -> Settings:
    """The settings of the file and the environment. Raises WrongSettings."""
    path = config_path(given)
    contents = read_file(path) if path else {}
    if wrong := unknown_variables(os.environ):
        raise WrongSettings([_unknown_variable(name, near) for name, near in wrong])
    return with_paths(_checked(contents, path), path.resolve().parent if path else Path.cwd())


class _FileAlone(Settings):
    """Settings that no variable changes."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the file says; nothing else."""
        return (init_settings,)


def load_file(path: Path) -> Settings:
    """The settings of a file, whatever the environment says. Raises WrongSettings."""
    try:
        settings = _FileAlone(**read_file(path))
    except ValidationError as error:
        raise WrongSettings(explain(error, path, {})) from None
    return with_paths(settings, path.resolve().parent)


def check_text(text: str, path: Path) -> Settings:
    """What a settings file with this text would say. Raises WrongSettings."""
    return _checked(tomllib.loads(text), path)


def _checked(contents: dict[str, Any], path: Path | None) -> Settings:
    try:
        return Settings(**contents)
    except ValidationError as error:
        raise WrongSettings(explain(error, path, os.environ)) from None
    except SettingsError as error:
        raise WrongSettings([f"{error}: a list or table in a variable is written as JSON"]) from None


def read_file(path: Path) -> dict[str, Any]:
    """What a settings file says. Raises WrongSettings if it is not TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings([f"{path}: not TOML: {error}"]) from None
    except UnicodeDecodeError:
        raise WrongSettings([f"{path}: not UTF-8 text; save it as UTF-8"]) from None
    except OSError as error:
        raise WrongSettings([f"{path}: cannot be read: {error.strerror}"]) from None


def with_paths(settings: Settings, folder: Path) -> Settings:
    """The settings with relative paths resolved from a folder."""
    url = settings.storage.url.get_secret_value()
    file = file_of(url)
    if file is not None:
        scheme, _, rest = url.partition(":///")
        query = rest.partition("?")[2]
        url = f"{scheme}:///{folder / file}" + (f"?{query}" if query else "")
    faq = str(folder / Path(settings.business.faq).expanduser()) if settings.business.faq else ""
    return settings.model_copy(
        update={
            "storage": settings.storage.model_copy(update={"url": SecretStr(url)}),
            "business": settings.business.model_copy(update={"faq": faq}),
        }
    )


def _unknown_variable(name: str, near: str) -> str:
    hint = f"did you mean {near}?" if near else "docs/settings.md lists all of them"
    return f"{name}: there is no such setting; {hint}"
