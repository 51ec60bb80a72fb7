"""A town to try Frontline in: a local Bot API, people, groups, and a clock that stands still."""
