"""Contingency plans: when something grave happens, each hears their part and ticks off what is done."""
