"""Friends registered, friends arriving, and a manager's word."""

from __future__ import annotations

import re

from sqlalchemy import select

from storage.person import Person as PersonRow
from storage.referral import Referral, ReferralState

PHONE = "+8613900139000"


async def rows(town) -> list[Referral]:
    """All referrals, oldest first."""
    async with town.store.read() as session:
        return list(await session.scalars(select(Referral).order_by(Referral.id)))


async def register(who, name: str = "Cai", phone: str = PHONE) -> None:
    """Fill in the form up to sending."""
    await who.says("/refer")
    await who.presses("Register a friend")
    await who.says(name)
    await who.says(phone)
    if "Skip" not in who.last.buttons:
        return  # the number was refused
    await who.presses("Skip")
    await who.presses("Send")


async def code_of(who) -> str:
    """The payload of their personal link."""
    await who.says("/refer")
    found = re.search(r"start=(r_\w+)", who.last.text)
    assert found is not None
    return found.group(1)


async def come_by(town, who, payload: str) -> None:
    """Open the bot by a link."""
    town.world.start(who.id, payload=payload)
    await town.settle()


async def test_a_friend_is_registered(town):
    """Name, phone, what they want; the list shows how it stands."""
    anna = await town.customer("Anna")
    await anna.says("/start")
    await register(anna)
    assert "thank you for recommending us to Cai" in anna.last.text
    (referral,) = await rows(town)
    assert (referral.friend_name, referral.friend_phone) == ("Cai", PHONE)
    await anna.says("/refer")
    assert "Cai: registered, not here yet" in anna.last.text


async def test_registered_first_wins(town):
    """The same number is refused a second time, kindly, without saying whose it is."""
    anna, bo = await town.customer("Anna"), await town.customer("Bo")
    await register(anna)
    await register(anna)
    assert "registered this friend already" in anna.last.text
    await register(bo)
    assert "can't be registered again" in bo.last.text
    assert "Anna" not in bo.last.text
    assert len(await rows(town)) == 1


async def test_ones_own_number_is_refused(town):
    """Nobody recommends themselves, by number or by link."""
    anna = await town.customer("Anna", phone="+8613800138000")
    await anna.says("/call_back")
    await anna.shares_contact()
    await anna.presses("Let a colleague ask me")
    await register(anna, "Me", "13800138000")
    assert "your own number" in anna.last.text
    await anna.presses("Cancel")
    await come_by(town, anna, await code_of(anna))
    assert "your own link" in anna.last.text
    assert await rows(town) == []


async def test_a_customers_number_is_refused(town):
    """Somebody who is a customer already cannot be registered as new."""
    await town.open_group("consulting")
    bo = await town.customer("Bo", phone="+8613700137000")
    await bo.says("/call_back")
    await bo.shares_contact()
    await bo.presses("Let a colleague ask me")
    anna = await town.customer("Anna")
    await register(anna, "Bo", "13700137000")
    assert "can't be registered again" in anna.last.text


async def test_a_friend_comes_by_link_and_is_approved(town):
    """Consent, arrival, a manager's word, and the referrer hears each step."""
    boss = await town.manager("Wang")
    anna = await town.customer("Anna")
    payload = await code_of(anna)
    cai = await town.customer("Cai")
    await come_by(town, cai, payload)
    assert "Anna recommended us to you" in cai.last.text
    assert await rows(town) == []
    await cai.presses("Yes")
    assert "noted that Anna" in cai.last.text
    assert "Cai has come to us" in anna.last.text
    (referral,) = await rows(town)
    assert referral.state is ReferralState.arrived
    await boss.presses("确认")
    (referral,) = await rows(town)
    assert referral.state is ReferralState.approved
    assert "is confirmed" in anna.last.text
    await anna.says("/refer")
    assert "Cai: confirmed" in anna.last.text


async def test_two_managers_decide_once(town):
    """The first manager's word stands; the second one hears it."""
    boss, other = await town.manager("Wang"), await town.manager("Zhao")
    anna, cai = await town.customer("Anna"), await town.customer("Cai")
    await come_by(town, cai, await code_of(anna))
    await cai.presses("Yes")
    await boss.presses("不通过")
    assert "was not confirmed this time" in anna.last.text
    assert "decided already" in await other.presses("确认")
    (referral,) = await rows(town)
    assert (referral.state, referral.reason) == (ReferralState.rejected, "manager")


async def test_a_friend_may_say_no(town):
    """Without consent nothing is noted."""
    anna, cai = await town.customer("Anna"), await town.customer("Cai")
    await come_by(town, cai, await code_of(anna))
    await cai.presses("No, thank you")
    assert "won't note it" in cai.last.text
    assert await rows(town) == []


async def test_links_are_for_newcomers(town):
    """Somebody who has been with us longer is told so kindly."""
    anna, bo = await town.customer("Anna"), await town.customer("Bo")
    await bo.says("/start")
    await town.travel(days=2)
    await come_by(town, bo, await code_of(anna))
    assert "for people who are new here" in bo.last.text
    await come_by(town, bo, "r_nonsense")
    assert "no longer works" in bo.last.text
    assert await rows(town) == []


async def test_a_registered_friend_is_recognised_by_phone(town):
    """A friend who comes alone is matched once their phone is known, and asked for consent."""
    await town.open_group("consulting")
    anna = await town.customer("Anna")
    await register(anna)
    await town.travel(hours=1)
    cai = await town.customer("Cai", phone=PHONE)
    await cai.says("/call_back")
    await cai.shares_contact()
    await cai.presses("Let a colleague ask me")
    assert any("Anna recommended us" in text for text in cai.texts)
    await cai.presses("Yes")
    (referral,) = await rows(town)
    assert referral.state is ReferralState.arrived
    assert referral.friend_id is not None
    async with town.store.read() as session:
        friend = await session.get_one(PersonRow, referral.friend_id)
        assert friend.phone == PHONE


async def test_a_declined_registration_is_erased(town):
    """Who does not agree leaves no name and no number behind."""
    await town.open_group("consulting")
    anna = await town.customer("Anna")
    await register(anna)
    await town.travel(hours=1)
    cai = await town.customer("Cai", phone=PHONE)
    await cai.says("/call_back")
    await cai.shares_contact()
    await cai.presses("Let a colleague ask me")
    await cai.presses("No, thank you")
    (referral,) = await rows(town)
    assert referral.state is ReferralState.rejected
    assert (referral.friend_name, referral.friend_phone) == ("", None)
    assert "did not agree" in anna.last.text


async def test_the_earlier_registration_beats_a_later_link(town):
    """Bo registered the friend, who then came by Anna's link: the referral is Bo's."""
    await town.open_group("consulting")
    anna, bo = await town.customer("Anna"), await town.customer("Bo")
    await register(bo)
    await town.travel(hours=1)
    cai = await town.customer("Cai", phone=PHONE)
    await come_by(town, cai, await code_of(anna))
    await cai.presses("Yes")
    await cai.says("/call_back")
    await cai.shares_contact()
    await cai.presses("Let a colleague ask me")
    await cai.presses("Yes")
    by_bo, by_anna = await rows(town)
    assert by_bo.state is ReferralState.arrived
    assert (by_anna.state, by_anna.reason) == (ReferralState.rejected, "registered_first")
    assert "Somebody else had recommended Cai first" in anna.last.text


async def test_link_and_registration_of_one_referrer_are_one(town):
    """Anna registered the friend and sent the link too: one referral, with the number."""
    await town.open_group("consulting")
    anna = await town.customer("Anna")
    await register(anna)
    await town.travel(hours=1)
    cai = await town.customer("Cai", phone=PHONE)
    await come_by(town, cai, await code_of(anna))
    await cai.presses("Yes")
    await cai.says("/call_back")
    await cai.shares_contact()
    await cai.presses("Let a colleague ask me")
    (referral,) = await rows(town)
    assert (referral.state, referral.friend_phone) == (ReferralState.arrived, PHONE)


async def test_who_was_a_customer_before_is_no_newcomer(town):
    """A number that turns out to be an older customer's is refused with the reason."""
    await town.open_group("consulting")
    cai = await town.customer("Cai", phone=PHONE)
    await cai.says("/start")
    await town.travel(hours=1)
    anna = await town.customer("Anna")
    await register(anna)
    await cai.says("/call_back")
    await cai.shares_contact()
    await cai.presses("Let a colleague ask me")
    (referral,) = await rows(town)
    assert (referral.state, referral.reason) == (ReferralState.rejected, "known_before")
    assert "was our customer before" in anna.last.text
