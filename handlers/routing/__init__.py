"""The router's parts: its tables, commands, presses, private chats and groups."""
