"""Deliveries: what is taken, what is turned away, and when the answer comes."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateways.telegram_reading import read_update
from bot.webhook.gathering import Crowded, Gatherer
from bot.webhook.receiving import LARGEST_BODY, Reception
from bot.webhook.secret import TELEGRAM_HEADER

from .conftest import SECRET, Deliverer, Desk, update


async def test_the_answer_comes_after_the_commit(desk: Desk, deliverer: Deliverer) -> None:
    """While the update is not committed there is no answer at all."""
    desk.open.clear()
    delivery = asyncio.create_task(deliverer.post(update(1)))
    await desk.called.wait()
    assert not delivery.done()
    desk.open.set()
    assert await delivery == 200
    assert desk.taken == [1]


async def test_what_could_not_be_stored_is_delivered_again(desk: Desk, deliverer: Deliverer) -> None:
    """503 while the database is away; the same update is taken when it is back."""
    desk.problems = [ConnectionError("the database is away")]
    assert await deliverer.post(update(1)) == 503
    assert await deliverer.post(update(1)) == 200
    assert desk.taken == [1]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {TELEGRAM_HEADER: ""},
        {TELEGRAM_HEADER: "another-secret-of-letters"},
        {TELEGRAM_HEADER: SECRET[:-1]},
        {"Authorization": SECRET},
        {"Authorization": f"Basic {SECRET}"},
        {"Authorization": f"Bearer {SECRET}x"},
    ],
)
async def test_without_the_secret_nothing_is_taken(
    desk: Desk, deliverer: Deliverer, refused: list[str], headers: dict[str, str]
) -> None:
    """Missing, wrong, cut short or in a wrong place: 401, before the body is looked at."""
    assert await deliverer.post(update(1), headers=headers) == 401
    assert await deliverer.post(body=b"not even JSON", headers=headers) == 401
    assert desk.taken == []
    assert refused == ["secret", "secret"]


async def test_another_bot_of_ours_may_deliver_with_a_bearer(desk: Desk, deliverer: Deliverer) -> None:
    """Forwarding needs no header of Telegram's."""
    assert await deliverer.post(update(1), headers={"Authorization": f"Bearer {SECRET}"}) == 200
    assert desk.taken == [1]


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[]", 400, "no_update"),
        (b'{"message": {}}', 400, "no_update"),
        (b'{"update_id": true}', 400, "no_update"),
        (b'{"update_id": "1"}', 400, "no_update"),
        (b" " * (LARGEST_BODY + 1), 413, "too_large"),
    ],
)
async def test_what_is_no_update_is_turned_away(
    desk: Desk, deliverer: Deliverer, refused: list[str], body: bytes, status: int, reason: str
) -> None:
    """It is counted by its reason, and costs no more than reading it."""
    assert await deliverer.post(body=body) == status
    assert refused == [reason]
    assert desk.taken == []


async def test_an_update_that_cannot_be_read_is_kept(desk: Desk, deliverer: Deliverer) -> None:
    """It is accepted raw, to be set aside; delivering it for ever would help nobody."""
    assert await deliverer.post({"update_id": 9, "message": {"nonsense": True}}) == 200
    assert desk.arrivals[0].inbound is None
    assert "nonsense" in desk.arrivals[0].raw


async def test_deliveries_at_once_share_transactions(desk: Desk) -> None:
    """What comes while one transaction runs goes into the next one together, in its order."""
    gatherer = Gatherer(desk.accept)
    desk.open.clear()
    first = asyncio.create_task(gatherer.take(read_update(update(0))))
    await desk.called.wait()
    rest = [asyncio.create_task(gatherer.take(read_update(update(number)))) for number in range(1, 41)]
    await asyncio.sleep(0)
    desk.open.set()
    await asyncio.gather(first, *rest)
    assert desk.batches == [[0], list(range(1, 41))]


async def test_one_that_cannot_be_stored_keeps_nobody_out(desk: Desk) -> None:
    """The batch is redone one by one; only the deliverer of the bad one hears of it."""
    gatherer = Gatherer(desk.accept)
    desk.unreadable = {2}
    taken = [asyncio.create_task(gatherer.take(read_update(update(number)))) for number in (1, 2, 3)]
    outcomes = await asyncio.gather(*taken, return_exceptions=True)
    assert [type(outcome).__name__ for outcome in outcomes] == ["NoneType", "ValueError", "NoneType"]
    assert desk.taken == [1, 3]


async def test_too_many_at_once_are_asked_to_come_again(desk: Desk) -> None:
    """Memory is bounded: the sender keeps what does not fit."""
    gatherer = Gatherer(desk.accept, most_waiting=2)
    taken = [asyncio.create_task(gatherer.take(read_update(update(number)))) for number in (1, 2, 3)]
    outcomes = await asyncio.gather(*taken, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), type(None), Crowded]


async def test_when_closing_nothing_new_is_begun(
    desk: Desk, deliverer: Deliverer, reception: Reception, refused: list[str]
) -> None:
    """What is being accepted is finished, what comes now is asked to come again."""
    desk.open.clear()
    begun = asyncio.create_task(deliverer.post(update(1)))
    await desk.called.wait()
    closing = asyncio.create_task(reception.close())
    await asyncio.sleep(0)
    assert await deliverer.post(update(2)) == 503
    desk.open.set()
    await closing
    assert await begun == 200
    assert (desk.taken, refused) == ([1], ["closing"])
