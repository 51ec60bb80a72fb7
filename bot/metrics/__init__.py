"""Figures about the running: counted in memory, read by Prometheus. docs/metrics.md lists them."""
