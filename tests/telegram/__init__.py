"""A loopback Telegram for tests: see loopback.py."""
