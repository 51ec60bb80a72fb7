"""A registration does not stand for ever: a friend who has not come may be named anew."""

from __future__ import annotations

from sqlalchemy import select

from handlers.quiet_hours import is_quiet
from handlers.referral.announcing import tell_referrer
from handlers.scene import Scene
from storage.referral import Referral, ReferralState

AT_ONCE = 50


async def expire(scene: Scene) -> int:
    """Let go of registrations whose friend has not come in time, and tell who made them. How many."""
    if is_quiet(scene):
        return 0
    before = scene.now - scene.house.rules.referrals.valid_for
    rows = await scene.session.scalars(
        select(Referral)
        .where(Referral.state == ReferralState.registered, Referral.registered_at <= before)
        .order_by(Referral.registered_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    overdue = rows.all()
    for referral in overdue:
        referral.expire(scene.now)
        scene.effects.record("referral.expired", actor_kind="bot", referral=referral.id)
        await tell_referrer(scene, referral, "referral.told.expired")
    return len(overdue)
