"""Verbs: what Frontline does with what people write, one file or folder for each duty."""
