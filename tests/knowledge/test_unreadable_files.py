"""Files of answers that the machine cannot look at: a disk's fault, no right to it, too long a name."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from faq import Attachment
from storage.store import Store
from tests.knowledge.conftest import changed, open_town
from tests.town.clock import StillClock
from tests.town.town import Town


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
async def test_the_answer_goes_out_without_a_file_that_cannot_be_read(
    town: Town, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """A file that becomes unreadable after it was promised is left out, and nobody else waits for it."""
    anna, ben = await town.customer("Anna"), await town.customer("Ben")
    await anna.says("hello")
    await ben.says("hello")
    town.world.send(anna.id, text="How do I get a refund?")
    await town.receive()
    await town.app.worker.once()
    _break(monkeypatch, "form.pdf", code)
    town.world.send(ben.id, text="When are you open?")
    await town.settle()
    assert any("within 14 days" in text for text in anna.texts)
    assert [seen.kind for seen in anna.heard if seen.kind in ("document", "photo")] == ["photo"]
    assert any("We are open" in text for text in ben.texts)


async def test_a_name_too_long_for_the_machine_is_a_file_that_is_not_there(
    store: Store, clock: StillClock, folder: Path
) -> None:
    """The answer is told, without the file."""
    entries = changed("hours", attachments=[Attachment("files/" + "x" * 300 + ".pdf", "document")])
    town = await open_town(store, clock, folder, entries)
    try:
        anna = await town.customer("Anna")
        await anna.says("hello")
        await anna.says("When are you open?")
        assert any("We are open" in text for text in anna.texts)
    finally:
        await town.close()


def _break(monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    stat = Path.stat

    def broken(path: Path, **options: Any) -> os.stat_result:
        if path.name == name:
            raise OSError(code, os.strerror(code))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", broken)
