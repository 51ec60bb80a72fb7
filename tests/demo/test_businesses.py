"""The ready businesses: each has settings, a base, people and words of its own, and any can be played."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.cli import main
from bot.demo import start
from bot.demo.command import serve
from bot.demo.sample import Sample, read_sample
from bot.demo.samples import SAMPLES
from faq import Answer
from faq.checking import check
from faq.loading import read_base
from handlers.calendar.hours import Hours
from handlers.routing.tables import GO
from storage.case import Case, CaseState, Outcome
from storage.promise import Promise, PromiseState
from storage.store import Store
from tests.town.clock import StillClock
from tests.town.databases import SqliteScratch
from tests.town.town import Town

SECONDS = 30.0
GROWN = ("tutoring-school", "broadband-branch")
NUMBERS = {
    ("tutoring-school", "complaint", "fees"): "8 working hours",
    ("car-dealer", "service_request", "urgent"): "30 min",
    ("broadband-branch", "service_request", "urgent"): "4 h",
    ("insurance-office", "service_request", "urgent"): "15 min",
}
"""What each business promises soonest, by kind and category or urgency."""


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Sample:
    """Each of the sample businesses."""
    return SAMPLES[request.param]


def test_each_answers_in_both_languages(sample: Sample) -> None:
    """Every entry is asked and answered in Chinese and English, and nothing in the base is to be mended."""
    base = read_base(sample.base)
    assert len(base.entries) >= (40 if sample.key in GROWN else 15)
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
    assert kinds == {"inquiry", "complaint", "suggestion", "service_request", "order_question"}
    assert [customer.language for customer in sample.customers] == ["zh", "en"]
    assert {"other"} < set(sample.settings.business.categories)
    assert set(sample.settings.business.category_words) < set(sample.settings.business.categories)


def test_each_has_numbers_of_its_own(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promises, ladders, hours and contingency plans are the folder's, whatever the environment says."""
    monkeypatch.setenv("FRONTLINE_BUSINESS__ZONE", "Europe/Berlin")
    house = read_sample(sample.key).open("en")
    assert house.zone.key == "Asia/Shanghai"
    assert house.hours != Hours()
    assert house.rules.major.plans
    terms = {
        (sample.key, one.kind, one.category or one.urgency): str(one.term)
        for one in house.rules.promises.terms
    }
    assert NUMBERS.items() & terms.items()


async def test_a_question_and_a_complaint(sample: Sample, sqlite_scratch: SqliteScratch) -> None:
    """The bot answers from the base; a complaint is suggested its category, promised, taken, and closed."""
    sqlite_scratch.fresh()
    store = Store(sqlite_scratch.engine)
    words, house = sample.words["en"], sample.open("en")
    town = await Town.open(store, house, StillClock())
    try:
        agent = await town.agent("Kim", "complaints")
        anna = await town.customer("Anna")
        await anna.says(words["question"])
        asked = house.faq.match(words["question"])
        assert isinstance(asked, Answer)
        assert asked.entry.answer_in("en").text[:40] in "".join(anna.texts)
        await anna.says(f"complaint: {words['trouble']}")
        likely = next(label for label in anna.last.buttons if "👉" in label)
        await anna.presses(likely)
        for button in ("forms.button.nothing", "complaint.by_chat", "forms.button.send"):
            await anna.presses(house.texts.say("en", button))
        [topic] = town.group("complaints").topics
        await agent.presses(house.texts.say("en", "desk.button.take"), topic=topic)
        await agent.says(words["mended"], topic=topic)
        assert anna.last.text.endswith(words["mended"])
        await agent.presses(house.texts.say("en", "desk.button.resolve"), topic=topic)
        await town.travel(days=1)
        await anna.presses(house.texts.say("en", "follow_ups.button.satisfied"))
        async with store.read() as session:
            case = (await session.scalars(select(Case))).one()
            [promise] = await session.scalars(select(Promise))
        assert case.category in house.categories.keys() - {"other"}
        assert (case.state, case.outcome) == (CaseState.closed, Outcome.satisfied)
        assert promise.state is PromiseState.kept
    finally:
        await town.close()
        await store.close()


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
        assert list(business["others"]) == ["tutoring-school", "car-dealer", "insurance-office"]
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
