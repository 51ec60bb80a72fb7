"""`frontline faq export --with-chat`, with pictures that were sent in the chat."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from faq.loading import load_base
from storage.knowledge import KnownFile
from tests.cli.test_commands import FAQ, call, folder, lead_to
from tests.knowledge.conftest import picture
from tests.town.town import Town

__all__ = ["folder"]


async def with_a_picture(town: Town) -> str:
    """A new entry with a picture, both written in the chat; what the picture is called."""
    boss = await town.manager()
    for text in ("/faq new", "Do you sell fish?", "Only on Fridays.", "skip"):
        await boss.says(text)
    await boss.presses("Send")
    await boss.says("/faq do you sell fish")
    await boss.presses("Pictures, files")
    await boss.presses("Add a picture or file")
    await boss.sends(photo=picture(), caption="Our fish")
    await boss.presses("That's all")
    assert "Added to" in boss.last.text
    [entry] = [one for one in town.house.faq.entries if one.attachments]
    return entry.attachments[0].file


async def test_pictures_of_the_chat_lie_beside_the_file(town: Town, tmp_path: Path) -> None:
    """What was sent in the chat is fetched and lies where the written file names it."""
    name = await with_a_picture(town)
    lead_to(town)
    result = await call("faq", "export", "--with-chat", "--file", str(FAQ), "out/now.toml")
    assert result.exit_code == 0, result.output
    [*_, written] = load_base("out/now.toml")
    assert [one.file for one in written.attachments] == [name]
    assert (tmp_path / "out" / name).read_bytes() == picture()


async def test_a_picture_that_cannot_be_had_is_named(town: Town) -> None:
    """Where the channel gives it no more, the file is written all the same and the picture is named."""
    name = await with_a_picture(town)
    lead_to(town)
    async with town.store.begin() as session:
        await session.execute(update(KnownFile).values(file_id="gone"))
    result = await call("faq", "export", "--with-chat", "--file", str(FAQ), "now.toml")
    assert result.exit_code == 0, result.output
    assert f"{name} was sent in the chat and could not be fetched" in result.output
    assert len(load_base("now.toml")) == len(load_base(FAQ)) + 1
