"""Time: the two clocks, and the ticker that looks for what is due."""
