"""`python -m bot` is `seinpost`."""

from bot.cli import main

main()
