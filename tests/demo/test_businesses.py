"""The two sample businesses: each has a base, people and words of its own, and either can be played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.demo import start
from bot.demo.command import serve
from bot.demo.sample import Sample
from bot.demo.samples import SAMPLES
from faq import Answer
from faq.checking import check
from faq.loading import read_base
from handlers.routing.tables import GO

SECONDS = 30.0


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Sample:
    """Each of the sample businesses."""
    return SAMPLES[request.param]


def test_each_has_forty_entries_in_both_languages(sample: Sample) -> None:
    """Every entry is asked and answered in Chinese and English, and nothing in the base is to be mended."""
    base = read_base(sample.base)
    assert len(base.entries) >= 40
    for entry in base.entries:
        for language in ("zh", "en"):
            assert entry.answer_in(language).language == language, entry.id
            assert sum(of == language for of, _ in entry.phrasings()) >= 5, entry.id
    assert check(base.entries, languages=("zh", "en"), folder=sample.base.parent) == []


def test_what_the_page_suggests_shows_what_it_should(sample: Sample) -> None:
    """The question to begin with is answered alone; the one for the learning is not known."""
    house = sample.open("zh")
    for words in sample.words.values():
        assert isinstance(house.faq.match(words["question"]), Answer)
        assert not isinstance(house.faq.match(words["gap"]), Answer)


def test_each_is_whole(sample: Sample) -> None:
    """Both languages have the same words, each department an agent, each kind of case a department."""
    assert sample.words["zh"].keys() == sample.words["en"].keys()
    served = {key for agent in sample.agents for key in agent.departments}
    assert served == {plan.key for plan in sample.departments}
    kinds = {kind for plan in sample.departments for kind in plan.kinds}
    assert kinds == {"inquiry", "complaint", "suggestion", "service_request"}
    assert [customer.language for customer in sample.customers] == ["zh", "en"]


def test_the_command_names_them() -> None:
    """`frontline demo --help` names the businesses; one that is not there is refused."""
    said = CliRunner().invoke(main, ["demo", "--help"]).output
    assert all(key in said for key in SAMPLES)
    assert CliRunner().invoke(main, ["demo", "--business", "bakery"]).exit_code == 2


def test_answers_lead_on(sample: Sample) -> None:
    """Some answers have a button to a form, and every such button opens a place of the menu."""
    forms = [button.form for entry in sample.open("zh").faq.entries for button in entry.buttons]
    assert "service" in forms
    assert set(forms) <= set(GO)


async def test_the_branch_is_played() -> None:
    """The broadband branch answers from its own base, under its own name."""
    demo = await start(language="en", business="broadband-branch")
    try:
        world, (_, daniel) = demo.sandbox.world, demo.cast.customers
        assert "Clearwater Broadband" in world.messages(daniel)[-1]["text"]
        world.send(daniel, text="How much is broadband a month?")
        await demo.sandbox.until(lambda: "59 yuan" in world.messages(daniel)[-1].get("text", ""), SECONDS)
        async with (
            aiohttp.ClientSession(demo.url) as visitor,
            visitor.get("/demo/snapshot") as answer,
        ):
            business = (await answer.json())["business"]
        assert business["key"] == "broadband-branch"
        assert list(business["others"]) == ["tutoring-school"]
    finally:
        await demo.stop()


async def test_the_page_changes_the_business(capsys: pytest.CaptureFixture[str]) -> None:
    """What the page asks for comes up at the same address; an unknown business is refused."""
    told = asyncio.Event()
    serving = asyncio.create_task(serve(0, False, "tutoring-school", told))
    try:
        first = await _line(capsys, lambda said: "Ivy Lane" in said)
        url = first.split()[2]
        async with aiohttp.ClientSession(url) as visitor:
            for wrong in ("bakery", "tutoring-school"):
                async with visitor.post("/demo/business", json={"business": wrong}) as answer:
                    assert answer.status == 400
            async with visitor.post("/demo/business", json={"business": "broadband-branch"}) as answer:
                assert answer.status == 200
        second = await _line(capsys, lambda said: "Clearwater" in said)
        assert second.split()[2] == url
    finally:
        told.set()
        await serving


async def _line(capsys: pytest.CaptureFixture[str], wanted: Callable[[str], bool]) -> str:
    """The first printed line that is wanted, once it has been printed."""
    async with asyncio.timeout(SECONDS):
        while True:
            for line in capsys.readouterr().out.splitlines():
                if line.startswith("Frontline demo:") and wanted(line):
                    return line
            await asyncio.sleep(0.05)
