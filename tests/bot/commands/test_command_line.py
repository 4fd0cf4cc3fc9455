"""`seinpost import` and `seinpost export` as their operator starts them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.collectors.exports.html import message, page, written
from tests.end_to_end.program import Program

EXPORT = {
    "name": "Riverside",
    "type": "public_channel",
    "id": 1500000099,
    "messages": [
        {"id": number, "type": "message", "date_unixtime": "1710230400", "text": f"=Water at {number} feet.\n"}
        for number in range(1, 4)
    ],
}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


async def test_posts_go_from_one_database_into_another(program: Program) -> None:
    (program.folder / "result.json").write_text(json.dumps(EXPORT), "utf-8")
    first = await program.run("import", ".")
    assert (first.code, first.errors) == (0, "")
    assert "'Riverside': 3 posts read, 3 new or changed, 0 service messages skipped." in first.output
    assert "3 posts of 1 channel written to posts.jsonl." in (await program.run("export", "posts.jsonl")).errors
    (program.folder / "var/seinpost.db").unlink()
    again = await program.run("import", "posts.jsonl")
    assert "'Riverside': 3 posts read, 3 new or changed" in again.output
    table = await program.run("export", "-", "--format", "csv", "--channel", "1500000099", "--quiet")
    assert (table.output.count("'=Water"), table.errors) == (3, "")


async def test_an_export_in_html_is_of_the_channel_that_is_named(program: Program) -> None:
    written(program.folder, page(message(5)))
    done = await program.run("import", "messages.html", "--channel-id", "-1001500000099", "--quiet")
    assert (done.code, done.output, done.errors) == (0, "", "")


@pytest.mark.parametrize("command", ["import", "export"])
def test_the_help_says_what_a_line_holds(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"]).output
    for word in ("forward", "reply_to", "album", "author"):
        assert word in told
