"""What is known of claims as a whole: who stands where, and what follows. Pure; words for it are `bot.chat`'s."""
