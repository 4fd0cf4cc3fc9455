"""The command line itself: its version, and an interrupt while it loads."""

import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app

ROOT = Path(__file__).parent.parent.parent

INTERRUPTED = """
import sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
from bot.__main__ import main
main()
"""


def test_the_version_is_told() -> None:
    told = CliRunner().invoke(app, ["--version"])
    assert told.exit_code == 0
    assert told.output.startswith("seinpost ")


def test_an_interrupt_while_the_program_loads_ends_it_quietly() -> None:
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
