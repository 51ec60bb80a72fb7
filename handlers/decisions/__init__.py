"""Decisions: a suggestion gets an answer before it is settled, and a word when it is done."""
