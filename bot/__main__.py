"""The console script `seinpost`, also `python -m bot`: loads the program and starts it. Does nothing else.

Loading takes a second. Ctrl-C ends that as quietly as it ends everything after it.
"""

import sys


def main() -> None:
    """Starts the command line."""
    try:
        from bot.cli import main as start
    except KeyboardInterrupt:
        sys.exit(130)
    start()


if __name__ == "__main__":
    main()
