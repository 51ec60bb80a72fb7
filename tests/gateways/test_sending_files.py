"""Files of answers, through every gateway."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.gateways.errors import Refused
from bot.gateways.telegram_door import TelegramDoor
from bot.sandbox import Sandbox
from storage.outbound import Button, Outbound, SendFile
from tests.gateways.test_contract import PNG


async def test_a_file_of_this_machine_is_uploaded(
    door: TelegramDoor, sandbox: Sandbox, tmp_path: Path
) -> None:
    """A file arrives with its name, its caption and its buttons."""
    anna = sandbox.world.account(name="Anna")
    sandbox.world.send(anna, text="hello")
    file = tmp_path / "价目表.pdf"
    file.write_bytes(b"%PDF-1.4")
    what = SendFile("document", path=str(file), caption="价格", buttons=((Button("Go", "go:human"),),))
    sent = await door.send(Outbound(what, str(anna)))
    [message] = [one for one in sandbox.world.messages(anna) if str(one["message_id"]) in sent.messages]
    assert message["document"]["file_name"] == "价目表.pdf"
    assert message["caption"] == "价格"
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Go"


async def test_a_picture_is_a_picture_and_known_files_are_sent_by_id(
    door: TelegramDoor, sandbox: Sandbox, tmp_path: Path
) -> None:
    """A picture is uploaded once; by its id it is sent again."""
    anna = sandbox.world.account(name="Anna")
    sandbox.world.send(anna, text="hello")
    file = tmp_path / "map.png"
    file.write_bytes(PNG)
    await door.send(Outbound(SendFile("photo", path=str(file)), str(anna)))
    photo = sandbox.world.messages(anna)[-1]["photo"]
    await door.send(Outbound(SendFile("photo", file_id=photo[-1]["file_id"]), str(anna)))
    assert sandbox.world.messages(anna)[-1]["photo"][-1]["file_unique_id"] == photo[-1]["file_unique_id"]


async def test_a_file_that_is_gone_is_refused(door: TelegramDoor, sandbox: Sandbox, tmp_path: Path) -> None:
    """A file that is not there is refused, naming it without its folder."""
    anna = sandbox.world.account(name="Anna")
    sandbox.world.send(anna, text="hello")
    with pytest.raises(Refused, match=r"^gone\.pdf: "):
        await door.send(Outbound(SendFile(path=str(tmp_path / "gone.pdf")), str(anna)))


async def test_a_file_made_for_one_message_is_uploaded(door: TelegramDoor, sandbox: Sandbox) -> None:
    """Content without a place on this machine arrives under the name it was given."""
    anna = sandbox.world.account(name="Anna")
    sandbox.world.send(anna, text="hello")
    await door.send(Outbound(SendFile(name="工单.csv", content=b"a,b"), str(anna)))
    document = sandbox.world.messages(anna)[-1]["document"]
    assert (document["file_name"], document["file_size"]) == ("工单.csv", 3)
    assert await door.fetch(document["file_id"]) == b"a,b"
