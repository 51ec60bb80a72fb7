"""The methods of the Bot API, grouped by what they act on."""
