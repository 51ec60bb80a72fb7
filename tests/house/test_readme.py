"""What the README promises about files and commands is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
DEMO = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/frontline demo"
TESTS = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest -q"


@pytest.mark.parametrize("page", READMES)
def test_the_two_commands_stand_in_the_readme(page: str) -> None:
    """Both READMEs give the demo and the tests as one line each, for pip and for uv."""
    text = (ROOT / page).read_text("utf-8")
    for command in (DEMO, TESTS, "uv run --no-dev frontline demo", "uv run pytest -q"):
        assert command in text


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md", "docs/running.md", "docs/settings.md"])
def test_links_lead_somewhere(page: str) -> None:
    """A link to a file of ours leads to one."""
    here = ROOT / page
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", here.read_text("utf-8")):
        if "://" not in target:
            assert (here.parent / target).exists(), f"{page}: {target}"


def test_ci_runs_the_same_checks_as_contributors() -> None:
    """Each check that CONTRIBUTING names is in .ci/run, and no part of the tests is left out there."""
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    tools = (
        "ruff check",
        "ruff format --check",
        "mypy",
        "lint-imports",
        "deptry",
        "pytest -q",
        "coverage report",
    )
    for tool in tools:
        assert f".venv/bin/{tool}" in run
    rest = "-m 'not (live or browser)'"
    for part in (
        "-m 'live or browser'",
        f"{rest} -k 'not ($counted_already)'",
        f"{rest} -k '$counted_already'",
    ):
        assert run.count(part) == 1
    assert "FRONTLINE_TEST_POSTGRES_URL" in run


def test_versions_agree() -> None:
    """The version in the package's metadata has a place in the changelog."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_lock_names_only_the_usual_index() -> None:
    """uv.lock holds no host but the Python package index and no path of a machine."""
    text = (ROOT / "uv.lock").read_text("utf-8")
    hosts = set(re.findall(r"https?://([^/\"]+)", text))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
    assert not re.search(r'path = "/|file://', text)
