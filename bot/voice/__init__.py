"""Voice notes: written down by a transcriber that the business plugs in, off by default."""
