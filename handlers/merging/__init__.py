"""Merging, binding and splitting: two cases that are one matter, and one case that holds two."""
