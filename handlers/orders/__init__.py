"""Orders in the making: stages, the customer's recorded word, the day of delivery (docs/orders.md)."""
