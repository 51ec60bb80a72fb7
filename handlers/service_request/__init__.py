"""Service requests (报修): what is broken, where, how urgent, and when somebody may come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from handlers.service_request.intake import SERVICE, request_service
from handlers.turn import Turn

__all__ = ["GO", "SERVICE"]

GO: dict[str, Callable[[Turn], Awaitable[None]]] = {"service": request_service}
