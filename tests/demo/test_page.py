"""What the page's server gives, and to whom."""

from __future__ import annotations

import re

import aiohttp
import pytest

from bot.demo import Demo
from bot.demo.serving import FOLDER

SECONDS = 30.0
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_page_takes_nothing_from_elsewhere(visitor: aiohttp.ClientSession) -> None:
    """Its policy lets scripts, styles and data come from this address only."""
    async with visitor.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.content_type == "text/html"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?://", policy)


async def test_every_part_of_the_page_is_served(visitor: aiohttp.ClientSession) -> None:
    """Each file has its type; what is not a file of the page is not found."""
    for path in FOLDER.iterdir():
        async with visitor.get(f"/page/{path.name}") as answer:
            assert answer.status == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("nothing.js", "..%2Fserving.py", "main"):
        async with visitor.get(f"/page/{name}") as answer:
            assert answer.status == 404


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/demo/snapshot", "/demo/commands"])
async def test_a_foreign_host_name_is_refused(visitor: aiohttp.ClientSession, path: str) -> None:
    """A name that was pointed at this machine from outside sees nothing."""
    async with visitor.get(path, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


async def test_other_sites_cannot_use_it(visitor: aiohttp.ClientSession) -> None:
    """A script of another origin may neither read the data nor switch the language."""
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    async with visitor.get("/demo/snapshot", headers=foreign) as answer:
        assert answer.status == 403
    async with visitor.post("/demo/language", json={"language": "zh"}, headers=foreign) as answer:
        assert answer.status == 403


async def test_the_snapshot_holds_all_that_the_page_needs(demo: Demo, visitor: aiohttp.ClientSession) -> None:
    """Cast, chats with their messages, clock and business come in one answer."""
    async with visitor.get("/demo/snapshot") as answer:
        seen = await answer.json()
    assert seen["cast"]["customers"] == list(demo.cast.customers)
    assert [group["key"] for group in seen["cast"]["groups"]] == ["consulting", "complaints", "service"]
    assert seen["messages"][str(demo.cast.manager)]
    assert seen["curtain"][str(demo.cast.manager)] >= 2
    assert seen["business"]["zone"] == "Asia/Shanghai"
    assert "now" in seen["clock"]


async def test_an_unknown_language_is_refused(visitor: aiohttp.ClientSession) -> None:
    """Only the languages of the business can be chosen; anything else is a plain refusal."""
    for body in ({"language": "xx"}, {}, ["zh"]):
        async with visitor.post("/demo/language", json=body) as answer:
            assert answer.status == 400
    async with visitor.post("/demo/language", data=b"{") as answer:
        assert answer.status == 400


async def test_commands_are_offered_in_both_languages(demo: Demo, visitor: aiohttp.ClientSession) -> None:
    """The lists that the bot has set can be read by scope and language."""
    await demo.sandbox.until(lambda: demo.sandbox.world.calls("setMyCommands"), SECONDS)
    async with visitor.get("/demo/commands") as answer:
        lists = await answer.json()
    assert {"scope", "language", "commands"} == set(lists[0])
