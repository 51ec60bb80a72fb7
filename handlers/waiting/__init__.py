"""Waiting for people: what a customer is truthfully told of it, and what the group sees at opening."""
