"""Work orders: the chain from a service request to the repaired thing and the paid bill (docs/cases.md)."""
