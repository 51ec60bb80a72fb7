"""The control interface over HTTP: verbs, helpful errors, files, who is let in."""

from __future__ import annotations

import base64
import io
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .conftest import TOKEN


class Remote:
    """Requests to /control/."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = f"{url}/control"

    async def post(self, verb: str, **fields: Any) -> Any:
        """The result of a verb that must work."""
        async with self.session.post(f"{self.url}/{verb}", json=fields) as response:
            body = await response.json()
            assert response.status == 200, body
            return body["result"]

    async def error(self, verb: str, **fields: Any) -> str:
        """The sentence of a verb that can't work."""
        async with self.session.post(f"{self.url}/{verb}", json=fields) as response:
            assert response.status == 400
            return str((await response.json())["error"])

    async def get(self, what: str, **query: Any) -> Any:
        """What is read."""
        async with self.session.get(f"{self.url}/{what}", params=query) as response:
            body = await response.json()
            assert response.status == 200, body
            return body["result"]


@pytest.fixture
def remote(sandbox: Sandbox, session: aiohttp.ClientSession) -> Remote:
    """The control interface."""
    return Remote(session, sandbox.url)


async def test_a_whole_conversation_over_http(remote: Remote) -> None:
    """Accounts, groups, messages, presses and reading back need nothing but HTTP."""
    customer = await remote.post("account", name="李雷", phone="+8613800000000")
    anna = await remote.post("account", name="Anna")
    agents = await remote.post("group", title="Agents", members=[anna], bot=TOKEN)
    assert await remote.post("start", user=customer, payload="ref_1") == 1
    assert await remote.post("send", user=customer, text="hi") == 2
    topic = await remote.post("create_topic", user=anna, chat=agents, name="Case")
    await remote.post("send", user=anna, chat=agents, thread=topic, text="mine")
    assert [m["text"] for m in await remote.get("messages", chat=customer)] == ["/start ref_1", "hi"]
    assert [m.get("text") for m in await remote.get("messages", chat=agents, thread=topic)] == [None, "mine"]
    assert [account["first_name"] for account in await remote.get("accounts")] == ["李雷", "Anna"]
    chats = {chat["id"]: chat for chat in await remote.get("chats")}
    assert chats[agents]["topics"][0]["name"] == "Case"
    assert [bot["id"] for bot in await remote.get("bots")] == [123456789]
    assert len(await remote.get("pending")) == 6
    assert await remote.get("limits") == {
        "enforced": False,
        "bot_per_second": 30,
        "chat_per_second": 1.0,
        "chat_burst": 5,
        "group_per_minute": 20,
    }


async def test_faults_over_http(remote: Remote, session: aiohttp.ClientSession, sandbox: Sandbox) -> None:
    """A fault is put in force, shown, and lifted."""
    number = await remote.post("fault", kind="429", method="getMe", retry_after=3)
    async with session.get(f"{sandbox.url}/bot{TOKEN}/getMe") as response:
        assert response.status == 429
    (fault,) = await remote.get("faults")
    assert (fault["id"], fault["used"]) == (number, 1)
    assert await remote.post("clear_faults") == 1
    assert (await remote.get("calls", method="getMe"))[0]["fault"] == "429"


async def test_files_come_as_base64_or_as_parts_of_a_form(
    remote: Remote, session: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    """Both ways the bytes arrive; the page can fetch them, without a browser running them."""
    customer = await remote.post("account", name="Li")
    content = base64.b64encode(b"<svg onload=alert(1)>").decode()
    first = await remote.post("send", user=customer, document={"base64": content, "mime": "image/svg+xml"})
    form = aiohttp.FormData({"user": str(customer), "caption": "12"})
    form.add_field("photo", io.BytesIO(b"jpeg"), filename="a.jpg", content_type="image/jpeg")
    async with session.post(f"{remote.url}/send", data=form) as response:
        assert (await response.json())["ok"]
    document, photo = await remote.get("messages", chat=customer)
    assert document["message_id"] == first
    assert photo["caption"] == "12"
    async with session.get(f"{remote.url}/file/{document['document']['file_id']}") as response:
        assert await response.read() == b"<svg onload=alert(1)>"
        assert response.content_type == "application/octet-stream"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with session.get(f"{remote.url}/file/{photo['photo'][0]['file_id']}") as response:
        assert (response.content_type, await response.read()) == ("image/jpeg", b"jpeg")
    album = [{"photo": {"base64": content}}, {"photo": {"base64": content}, "caption": "two"}]
    assert len(await remote.post("send", user=customer, album=album)) == 2


@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        ("account", {"nmae": "Li"}, "unknown field 'nmae'; this verb takes: name, last_name"),
        ("send", {"text": "hi"}, "the field 'user' is missing"),
        ("send", {"user": 5, "text": "hi"}, "there is no account 5"),
        ("send", {"user": "@nobody", "text": "hi"}, "there is no account '@nobody'"),
        (
            "press",
            {"user": 5, "chat": None, "message_id": "2", "button": "x"},
            "'message_id' has a value of the wrong",
        ),
        ("group", {"title": 5}, "the field 'title' has a value of the wrong kind"),
        ("fault", {"kind": "418"}, "there is no fault '418'"),
        ("clock", {}, 'give one of "advance"'),
        ("clock", {"set": "tomorrow"}, "'tomorrow' is no time"),
        ("clock", {"set": "2026-03-01T09:00:00"}, "needs a time with a zone"),
        ("clock", {"advance": 1e18}, "the clock can't go that far"),
        ("bot", {"token": "x"}, "a token looks like"),
        ("start", {"user": 5, "payload": "a b"}, "a start payload has 1 to 64"),
    ],
)
async def test_mistakes_are_explained(
    remote: Remote, verb: str, fields: dict[str, Any], sentence: str
) -> None:
    """A wrong request is a 400 with a sentence that helps."""
    assert sentence in await remote.error(verb, **fields)


async def test_an_unknown_route_names_those_there_are(remote: Remote, session: aiohttp.ClientSession) -> None:
    """404 with the list of verbs."""
    for method in ("GET", "POST"):
        async with session.request(method, f"{remote.url}/dance") as response:
            assert response.status == 404
            assert "send" in (await response.json())["error"]


async def test_a_broken_body_is_explained(remote: Remote, session: aiohttp.ClientSession) -> None:
    """No JSON, or JSON that is no object."""
    for body in (b"{", b"[]"):
        headers = {"Content-Type": "application/json"}
        async with session.post(f"{remote.url}/account", data=body, headers=headers) as response:
            assert response.status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/control/accounts", f"/bot{TOKEN}/getMe"])
async def test_strangers_are_refused(
    sandbox: Sandbox, session: aiohttp.ClientSession, headers: dict[str, str], path: str
) -> None:
    """Other host names (DNS rebinding) and pages of other origins get a 403, and no CORS headers."""
    async with session.get(sandbox.url + path, headers=headers) as response:
        assert response.status == 403
        assert "Access-Control-Allow-Origin" not in response.headers


async def test_local_names_and_the_own_page_are_welcome(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    """127.0.0.1, localhost, [::1] and the same origin."""
    port = sandbox.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", "localhost"):
        headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        async with session.get(f"{sandbox.url}/control/accounts", headers=headers) as response:
            assert response.status == 200


async def test_the_clock(remote: Remote, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    """It is read and moved; message dates follow."""
    async with session.get(f"{remote.url}/clock") as response:
        assert (await response.json())["offset"] == 0.0
    reading = await remote.post("clock", set="2027-02-06T09:00:00+08:00")
    assert reading["now"].startswith("2027-02-06T01:00:00")
    await remote.post("clock", advance=3600)
    customer = await remote.post("account", name="Li")
    await remote.post("send", user=customer, text="hi")
    assert sandbox.world.clock.now().isoformat().startswith("2027-02-06T02:00")
    written = sandbox.world.messages(customer)[0]["date"]
    assert 0 <= sandbox.world.clock.unix() - written < 60
    assert (await remote.post("clock", offset=0))["offset"] == 0


async def test_a_body_over_the_cap_is_refused(
    remote: Remote, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too much is a 413, in every form."""
    monkeypatch.setattr("bot.sandbox.control.BODY_CAP", 1000)
    async with session.post(f"{remote.url}/account", json={"name": "x" * 2000}) as response:
        assert response.status == 413
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("name", "x" * 2000)
    async with session.post(f"{remote.url}/account", data=form) as response:
        assert response.status == 413


async def test_the_sandbox_can_live_in_another_application(session: aiohttp.ClientSession) -> None:
    """add_routes serves it beside somebody's own pages, and stops with them."""
    app = aiohttp.web.Application()
    sandbox = Sandbox()
    sandbox.add_routes(app)

    async def page(request: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.Response(text="page")

    app.router.add_get("/", page)
    runner = aiohttp.web.AppRunner(app, access_log=None)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with session.get(url) as response:
        assert await response.text() == "page"
    async with session.get(f"{url}/bot{TOKEN}/getMe") as response:
        assert (await response.json())["ok"]
    async with session.get(f"{url}/control/stream") as stream:
        await stream.content.readline()
        async with aiohttp.ClientSession():
            await runner.cleanup()
