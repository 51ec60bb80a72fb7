"""Files: sent by either side, fetched, reused, bounded."""

from __future__ import annotations

import json
import struct
import zlib

import aiohttp

from bot.sandbox import Bounds, Sandbox, Upload

from .conftest import OTHER, TOKEN, Api


def png(width: int = 4, height: int = 3) -> bytes:
    """A valid PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def fetch(
    sandbox: Sandbox, session: aiohttp.ClientSession, path: str, token: str = TOKEN
) -> tuple[int, bytes]:
    """Download a file as a bot."""
    async with session.get(f"{sandbox.url}/file/bot{token}/{path}") as response:
        return response.status, await response.read()


async def test_a_customers_photo_can_be_fetched(
    sandbox: Sandbox, api: Api, session: aiohttp.ClientSession, customer: int
) -> None:
    """getFile tells a path, the path has the content; the smallest size comes first."""
    sandbox.world.send(customer, photo=png(40, 30), caption="broken")
    (update,) = await api.updates()
    small, full = update["message"]["photo"]
    assert (full["width"], full["height"]) == (40, 30)
    assert small["width"] <= full["width"]
    file = await api.result("getFile", file_id=full["file_id"])
    assert file["file_size"] == len(png(40, 30))
    assert await fetch(sandbox, session, file["file_path"]) == (200, png(40, 30))


async def test_uploads_come_back_as_ids_that_can_be_sent_again(sandbox: Sandbox, api: Api, chat: int) -> None:
    """A file part, an attach:// reference and a known id all work."""
    sent = await api.form("sendPhoto", {"chat_id": chat, "photo": png()})
    assert sent["ok"], sent
    file_id = sent["result"]["photo"][-1]["file_id"]
    again = await api.result("sendPhoto", chat_id=chat, photo=file_id)
    assert again["photo"][-1]["file_unique_id"] == sent["result"]["photo"][-1]["file_unique_id"]
    attached = await api.form("sendDocument", {"chat_id": chat, "document": "attach://it", "it": b"%PDF"})
    assert attached["result"]["document"]["file_size"] == 4


async def test_an_album_of_uploads(sandbox: Sandbox, api: Api, chat: int) -> None:
    """sendMediaGroup sends separate messages with one media_group_id."""
    media = [
        {"type": "photo", "media": "attach://a", "caption": "one"},
        {"type": "photo", "media": "attach://b"},
    ]
    sent = await api.form(
        "sendMediaGroup", {"chat_id": chat, "media": json.dumps(media), "a": png(), "b": png(5, 5)}
    )
    first, second = sent["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "one"
    error = await api.form("sendMediaGroup", {"chat_id": chat, "media": json.dumps(media[:1]), "a": png()})
    assert error["error_code"] == 400


async def test_a_loose_upload_is_refused(api: Api, chat: int) -> None:
    """A file that no parameter refers to is an unknown parameter."""
    body = await api.form("sendMessage", {"chat_id": chat, "text": "hi", "extra": b"?"})
    assert body["description"] == 'Bad Request: unknown parameter "extra" of method sendMessage'


async def test_a_photo_must_be_a_picture_of_at_most_10_mb(api: Api, chat: int) -> None:
    """Other bytes can't be processed; a large picture goes as a document."""
    body = await api.form("sendPhoto", {"chat_id": chat, "photo": b"no picture"})
    assert body["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    body = await api.form("sendPhoto", {"chat_id": chat, "photo": png() + b"\0" * 10 * 1024 * 1024})
    assert "too big for a photo" in body["description"]
    body = await api.form("sendPhoto", {"chat_id": chat, "photo": b""})
    assert body["description"] == "Bad Request: file must be non-empty"


async def test_large_files_cannot_be_fetched(sandbox: Sandbox, api: Api, customer: int) -> None:
    """getFile refuses more than 20 MB; the size may be pretended."""
    sandbox.world.send(customer, video=Upload(b"mp4", "long.mp4", "video/mp4", 21 * 1024 * 1024))
    (update,) = await api.updates()
    video = update["message"]["video"]
    assert video["file_size"] == 21 * 1024 * 1024
    assert await api.error("getFile", file_id=video["file_id"]) == "Bad Request: file is too big"


async def test_files_are_of_no_use_to_another_bot(
    sandbox: Sandbox, api: Api, session: aiohttp.ClientSession, customer: int, chat: int
) -> None:
    """A file id is known only to the bots that have seen it."""
    sandbox.world.send(customer, document=b"contract")
    (update,) = await api.updates()
    file_id = update["message"]["document"]["file_id"]
    sandbox.world.private_chat(customer, OTHER)
    error = await api.error("sendDocument", OTHER, chat_id=customer, document=file_id)
    assert error == "Bad Request: wrong file identifier/HTTP URL specified"
    path = (await api.result("getFile", file_id=file_id))["file_path"]
    assert (await fetch(sandbox, session, path, OTHER))[0] == 404
    assert await api.error("getFile", file_id="nonsense") == (
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    )


async def test_captions_have_at_most_1024_units(sandbox: Sandbox, api: Api, customer: int, chat: int) -> None:
    """1025 are too long; a caption can be edited, a text can't get one."""
    sent = await api.form("sendDocument", {"chat_id": chat, "document": b"x", "caption": "y" * 1025})
    assert sent["description"] == "Bad Request: message caption is too long"
    sent = await api.form("sendDocument", {"chat_id": chat, "document": b"x", "caption": "y" * 1024})
    message = {"chat_id": chat, "message_id": sent["result"]["message_id"]}
    assert (await api.result("editMessageCaption", caption="z", **message))["caption"] == "z"
    assert await api.error("editMessageText", text="z", **message) == (
        "Bad Request: there is no text in the message to edit"
    )


async def test_media_can_be_replaced(api: Api, chat: int) -> None:
    """editMessageMedia puts another file in place."""
    first = (await api.form("sendPhoto", {"chat_id": chat, "photo": png()}))["result"]
    second = (await api.form("sendPhoto", {"chat_id": chat, "photo": png(9, 9)}))["result"]
    media = {"type": "photo", "media": second["photo"][-1]["file_id"], "caption": "new"}
    edited = await api.result("editMessageMedia", chat_id=chat, message_id=first["message_id"], media=media)
    assert edited["photo"] == second["photo"]
    assert edited["caption"] == "new"


async def test_an_album_arrives_as_separate_updates(sandbox: Sandbox, api: Api, customer: int) -> None:
    """Nothing marks the end of an album."""
    ids = sandbox.world.send(
        customer, album=[{"photo": b"1"}, {"video": b"2"}, {"photo": b"3", "caption": "c"}]
    )
    messages = [update["message"] for update in await api.updates()]
    assert [message["message_id"] for message in messages] == ids
    assert len({message["media_group_id"] for message in messages}) == 1


async def test_files_are_bounded() -> None:
    """The oldest contents go when there is too much."""
    sandbox = Sandbox(bounds=Bounds(file_bytes=100))
    sandbox.world.bot(TOKEN)
    person = sandbox.world.account("Li")
    for number in range(5):
        sandbox.world.send(person, document=bytes([number]) * 40)
    ids = [message["document"]["file_id"] for message in sandbox.world.messages(person)]
    assert [sandbox.state.files.get(file_id) is not None for file_id in ids] == [
        False,
        False,
        False,
        True,
        True,
    ]
