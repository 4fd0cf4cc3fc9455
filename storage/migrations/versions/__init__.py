"""The steps, in the order of their numbers. Each stands by itself: it imports nothing of ours, since that moves on."""
