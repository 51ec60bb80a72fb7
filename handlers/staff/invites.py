"""Invitations: one-time, expiring links, of which only a hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select

from handlers.scene import Scene
from storage.errors import Unknown
from storage.staff import Department, Invite, StaffRole

PREFIX = "i_"
_BYTES = 32


async def invite(
    scene: Scene,
    role: StaffRole | str,
    department_key: str | None,
    created_by: int | None,
    now: datetime,
) -> str:
    """Make an invitation and give its token, which is kept nowhere. Raises Unknown for no such department."""
    department = await find_department(scene, department_key) if department_key else None
    if department_key and department is None:
        raise Unknown(f"department {department_key}")
    token = secrets.token_urlsafe(_BYTES)
    scene.session.add(
        Invite(
            token_hash=fingerprint(token),
            role=StaffRole(role),
            department_id=department.id if department else None,
            created_by=created_by,
            created_at=now,
            expires_at=now + scene.house.rules.staff.invite_valid,
        )
    )
    await scene.session.flush()
    scene.effects.record(
        "invite.made",
        actor_kind="staff" if created_by else "operator",
        role=str(role),
        department=department.id if department else None,
    )
    return token


def fingerprint(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def link(username: str, token: str) -> str:
    """The link that opens the bot with an invitation."""
    return f"https://t.me/{username}?start={PREFIX}{token}"


async def find_department(scene: Scene, key: str) -> Department | None:
    """A department by its key, as it is typed."""
    found: Department | None = await scene.session.scalar(
        select(Department).where(func.lower(Department.key) == key.strip().lower())
    )
    return found
