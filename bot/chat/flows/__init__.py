"""What the bot does when somebody writes or presses a button: reads, decides by pure functions, writes, answers."""
