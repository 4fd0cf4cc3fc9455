"""What strangers may send: through the whole path, and piece by piece. `SEINPOST_HOSTILE_POSTS` says how much of it."""
