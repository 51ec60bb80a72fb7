"""Recurring faults: what comes again and again is told, its cause looked after, and its end told."""
