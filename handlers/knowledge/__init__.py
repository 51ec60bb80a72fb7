"""The base and its life: changed in the chat, grown from what was asked, and counted.

What other duties use stands in `entries`, `human_answers` and `figures`; `table` is what the router sees.
"""
