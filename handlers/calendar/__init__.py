"""Business time: when somebody is there to work. Pure arithmetic; rows are read by `opening`."""

from handlers.calendar.business_time import BusinessCalendar, NeverOpen
from handlers.calendar.hours import Hours, Interval, OddDay

__all__ = ["BusinessCalendar", "Hours", "Interval", "NeverOpen", "OddDay"]
