"""The compose files: workers that can be scaled, behind a proxy that finds them. Read without an engine."""

from __future__ import annotations

import json
import re
import runpy
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.metrics.catalogue import RECEIVED
from bot.settings.model import Settings
from bot.webhook.receiving import ACCEPT_SECONDS

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    "FRONTLINE_TELEGRAM__TOKEN": "100001:AAtownTownTownTownTownTownTownTownTown",
    "POSTGRES_PASSWORD": "letters1",
    "DOMAIN": "bot.example.com",
    "REHEARSAL": "/tmp/rehearsal",
}


def filled(text: str) -> str:
    """The text with its variables put in, as compose does it. A missing one that is needed fails."""

    def put(found: re.Match[str]) -> str:
        name, default = found["name"], found["default"]
        return ENVIRONMENT[name] if default is None else ENVIRONMENT.get(name, default)

    return re.sub(r"\$\{(?P<name>\w+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}", put, text)


def lines_of(file: str) -> list[str]:
    """What a file says, without comments and empty lines."""
    text = filled((ROOT / file).read_text("utf-8"))
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def read(lines: list[str]) -> Any:
    """The part of YAML that these files keep to: maps by indent, lists in brackets or with dashes."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    if lines[0].lstrip().startswith("- "):
        assert all(line.startswith(" " * indent + "- ") for line in lines)
        return [line.strip()[2:] for line in lines]
    found: dict[str, Any] = {}
    for at, line in enumerate(lines):
        if len(line) - len(line.lstrip()) > indent:
            continue
        key, colon, value = line.strip().partition(":")
        assert colon, line
        assert key not in found, f"{key} is there twice"
        end = next(
            (n for n in range(at + 1, len(lines)) if not lines[n].startswith(" " * (indent + 1))), len(lines)
        )
        inner = lines[at + 1 : end]
        value = value.strip()
        if value.startswith("["):
            found[key] = json.loads(value) if '"' in value else value.strip("[]").split(", ")
        else:
            found[key] = value.strip('"') if value or not inner else read(inner)
    return found


def compose(*files: str) -> dict[str, Any]:
    """Services of several files laid over each other."""
    services: dict[str, Any] = {}
    for file in files:
        for name, service in read(lines_of(file))["services"].items():
            there = services.setdefault(name, {})
            environment = there.get("environment", {}) | service.get("environment", {})
            there |= service
            there["environment"] = environment
    return services


BOTH = ("docker-compose.yml", "docker-compose.webhook.yml")


@pytest.mark.parametrize("files", [BOTH[:1], BOTH])
def test_there_may_be_any_number_of_workers(files: tuple[str, ...]) -> None:
    """No name, host port or folder to write in is theirs alone; they have time to stop in order."""
    worker = compose(*files)["worker"]
    assert not {"container_name", "ports", "network_mode", "hostname"} & set(worker)
    assert all(volume.endswith(":ro") for volume in worker["volumes"])
    assert int(worker["stop_grace_period"].removesuffix("s")) > 10
    # What `docker compose exec worker frontline …` starts is as large as the worker, and counts beside it.
    assert worker["mem_limit"] == "1g"
    assert worker["environment"]["FRONTLINE_STORAGE__URL"].startswith("postgresql://")


def test_the_workers_understand_their_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every variable is one of ours, with a value that may be."""
    worker = compose(*BOTH)["worker"]
    for name, value in worker["environment"].items():
        if name != "FRONTLINE_CONFIG":
            monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.webhook.url == "https://bot.example.com/frontline"
    assert (
        settings.storage.url.get_secret_value() == "postgresql://frontline:letters1@database:5432/frontline"
    )


def test_the_proxy_finds_the_workers_where_they_listen() -> None:
    """Same service, same port, same path; and it is patient enough for a delivery to be committed."""
    services = compose(*BOTH)
    conf = (ROOT / "deploy" / "nginx.conf.template").read_text("utf-8")
    environment = services["worker"]["environment"]
    port = environment["FRONTLINE_WEBHOOK__LISTEN"].rpartition(":")[2]
    assert f"http://worker:{port};" in conf
    assert f"location = {urlsplit(environment['FRONTLINE_WEBHOOK__URL']).path} {{" in conf
    patience = re.search(r"proxy_read_timeout (\d+)s", conf)
    assert patience is not None
    assert int(patience[1]) > ACCEPT_SECONDS
    mounted = [volume.split(":")[0] for volume in services["proxy"]["volumes"]]
    assert "./deploy/nginx.conf.template" in mounted
    assert conf.count("{") - conf.count("${") == conf.count("}") - conf.count("${")
    assert all(
        line.rstrip().endswith((";", "{", "}")) or line.strip().startswith("#")
        for line in conf.split("\n")
        if line.strip()
    )


def test_the_rehearsal_changes_nothing_but_the_outside() -> None:
    """What deploy/rehearse.py lays over the files puts a local Bot API in Telegram's place, nothing else."""
    real, played = compose(*BOTH), compose(*BOTH, "deploy/rehearsal.yml")
    telegram = played.pop("telegram")
    environment = played["worker"].pop("environment")
    name, port = telegram["command"][-1], telegram["ports"][0].rpartition(":")[2]
    assert environment.pop("FRONTLINE_TELEGRAM__API_BASE") == f"http://{name}:{port}"
    assert environment == real["worker"].pop("environment")
    assert played["proxy"].pop("networks") == {"default": {"aliases": [ENVIRONMENT["DOMAIN"]]}}
    for service in played:
        for part in ("volumes", "depends_on"):
            played[service].pop(part, None)
            real[service].pop(part, None)
    assert played == real
    play = runpy.run_path(str(ROOT / "deploy" / "rehearse.py"))
    assert play["FILES"] == (*BOTH, "deploy/rehearsal.yml")
    assert play["DOMAIN"] == ENVIRONMENT["DOMAIN"]
    assert play["RECEIVED"] == RECEIVED.name


def test_what_the_image_runs_is_there() -> None:
    """The Dockerfile's commands are commands of ours; it holds every package and what any setting needs."""
    from bot.cli import main

    text = (ROOT / "Dockerfile").read_text("utf-8")
    commands = re.findall(r'CMD \["frontline", "(\w+)"\]|CMD \["(\w+)"\]', text)
    for pair in commands:
        assert (pair[0] or pair[1]) in main.commands
    assert set(re.findall(r"^COPY (\w+) \1$", text, re.MULTILINE)) == {"bot", "handlers", "faq", "storage"}
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    (installed,) = re.findall(r"'\.\[([\w,]+)\]'", text)
    # Whoever runs the image cannot add to it what a setting asks for.
    assert set(installed.split(",")) == set(extras) - {"test", "tables"}


def test_the_documentation_names_the_services_there_are() -> None:
    """Whoever follows it finds them."""
    services = set(compose(*BOTH))
    for page in ("docs/running.md", "docs/webhook.md", "README.md", "README.zh-CN.md"):
        text = (ROOT / page).read_text("utf-8")
        named = re.findall(r"docker compose exec (\w+)", text) + re.findall(r"--scale (\w+)=", text)
        assert set(named) <= services, page
