"""Complaints and suggestions: taken down by a form, numbered, and promised an answer."""

from __future__ import annotations

from handlers.complaint.intake import COMPLAINT, SUGGESTION, complain, suggest

__all__ = ["COMPLAINT", "GO", "SUGGESTION"]

GO = {"complaint": complain, "suggestion": suggest}
