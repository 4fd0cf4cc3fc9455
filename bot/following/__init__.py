"""What can be followed: expressions over what a post is and says, and which of them hold. Pure; who is told of what,
and why not, is decided in `bot.alerts`."""
