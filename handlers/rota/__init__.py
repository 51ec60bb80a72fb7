"""Duty rotas: who is called, day and night, for what cannot wait for opening."""
