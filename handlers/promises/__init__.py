"""Promises: a time by which a customer hears from us, said in words and kept by people."""

from __future__ import annotations

from handlers.promises.making import drop, expect_reply, in_words, keep, make, running
from handlers.promises.pausing import pause, resume

__all__ = ["drop", "expect_reply", "in_words", "keep", "make", "pause", "resume", "running"]
