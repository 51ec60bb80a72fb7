"""Duty: who is there for customers now, and when somebody will be."""

from handlers.duty.presence import members_of, on_duty, opens_at

__all__ = ["members_of", "on_duty", "opens_at"]
