"""Delivery: the queue, the senders, the pure decision when to try again."""
