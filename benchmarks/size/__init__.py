"""What each statement costs in a small base and in a large one: it should be the same."""
