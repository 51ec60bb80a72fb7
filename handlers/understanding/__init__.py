"""Understanding: which language a message is in, and which place of the menu it names."""
