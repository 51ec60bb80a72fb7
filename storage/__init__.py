"""Nouns: the rows Frontline keeps, their states and the ways between them."""
