"""The files of a first start: settings, a sample FAQ, a systemd unit or a compose file."""

from __future__ import annotations

import getpass
import json
import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.businesses import KEYS
from bot.businesses import folder as folder_of
from bot.init.answers import Answers

ONE_FOR_ALL = """\
# One department does all until you name your own. Each gets a Telegram group with topics.
[[business.departments]]
key = "service"
name = { zh = "客服部", en = "Customer service" }
kinds = ["inquiry", "complaint", "suggestion", "service_request", "order_question"]
"""


class WillNotOverwrite(Exception):
    """These files are there already, and nobody said that they may go."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__(", ".join(str(path) for path in paths))
        self.paths = paths


def write_all(answers: Answers, settings_file: Path, *, overwrite: bool = False) -> list[Path]:
    """Write what the answers ask for, all of it or nothing. Raises WillNotOverwrite."""
    folder = settings_file.resolve().parent
    texts = {settings_file: settings_text(answers)}
    if answers.service == "systemd":
        texts[folder / "frontline.service"] = unit_text(settings_file.resolve())
    elif answers.service == "compose":
        texts[folder / "compose.yml"] = compose_text(settings_file.name)
    faq = folder / answers.faq if answers.copy_sample and answers.faq else None
    there = [path for path in texts if path.exists()]
    if there and not overwrite:
        raise WillNotOverwrite(there)
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        _write_privately(path, text)
    written = list(texts)
    if faq is not None and not faq.exists():
        faq.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder_of(answers.business or KEYS[0]) / "faq.toml", faq)
        written.append(faq)
    return written


def _write_privately(path: Path, text: str) -> None:
    """Only for the eyes of whoever runs it: the token is in there."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    path.chmod(0o600)


def settings_text(answers: Answers) -> str:
    """The settings file."""
    telegram = {"token": answers.token}
    if answers.api_base:
        telegram["api_base"] = answers.api_base
    if answers.proxy:
        telegram["proxy"] = answers.proxy
    business = {"zone": answers.zone, "default_language": answers.language, "faq": answers.faq}
    name = f"name = {{ zh = {_quoted(answers.name_zh)}, en = {_quoted(answers.name_en)} }}"
    return "\n".join(
        [
            "# Settings of Frontline; docs/settings.md has all. `frontline doctor` looks whether they fit.",
            "",
            "[telegram]",
            *_lines(telegram),
            "",
            "[storage]",
            *_lines({"url": answers.database}),
            "",
            "[business]",
            name,
            *_lines(business),
            "",
            _rest_of(answers.business) if answers.business else ONE_FOR_ALL,
        ]
    )


def _rest_of(business: str) -> str:
    """A ready business's settings without their first paragraph, for which the answers stand."""
    return (folder_of(business) / "settings.toml").read_text("utf-8").partition("\n\n")[2]


def _lines(values: Mapping[str, str]) -> list[str]:
    return [f"{key} = {_quoted(value)}" for key, value in values.items()]


def _quoted(text: str) -> str:
    """A TOML string; JSON's are the same but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def unit_text(settings_file: Path) -> str:
    """A systemd unit that runs the bot as whoever writes it, from the settings file's folder."""
    command = f"{shlex.quote(sys.executable)} -m bot run --config {shlex.quote(str(settings_file))}"
    return f"""\
# sudo cp frontline.service /etc/systemd/system/ && sudo systemctl enable --now frontline
[Unit]
Description=Frontline customer-service bot
After=network-online.target
Wants=network-online.target

[Service]
User={getpass.getuser()}
WorkingDirectory={settings_file.parent}
ExecStart={command}
Restart=on-failure
RestartSec=5
TimeoutStopSec=15
MemoryMax=512M
NoNewPrivileges=true
PrivateTmp=true

[Install]
WantedBy=multi-user.target
"""


def compose_text(settings_name: str) -> str:
    """A compose file that runs the image on this folder: settings, FAQ and SQLite file stay in it."""
    return f"""\
# Build the image first, in Frontline's folder: docker build -t frontline .
# Then here: docker compose up -d
services:
  bot:
    image: frontline
    restart: unless-stopped
    init: true
    stop_grace_period: 15s
    mem_limit: 1g
    user: "{os.getuid()}:{os.getgid()}"
    environment:
      FRONTLINE_CONFIG: /data/{settings_name}
    volumes:
      - ./:/data
"""
