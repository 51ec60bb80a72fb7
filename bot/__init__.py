"""The doors: gateways, receive, work, send, clock, settings and the command line."""
