"""A strict Bot API server on loopback, and the people who talk to the bot through it."""
