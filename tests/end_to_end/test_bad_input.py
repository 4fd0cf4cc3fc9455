"""Bad input, at the command line: a clear error that names the thing and the mend, exit code 2, nothing lost."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.botapi.server import LoopbackBotApi
from tests.end_to_end.program import Ended, Program, reading
from tests.telegram.loopback import LoopbackTelegram

EXPORT = {
    "name": "Riverside",
    "type": "public_channel",
    "id": 1500000099,
    "messages": [{"id": 4, "type": "message", "date_unixtime": "1710230400", "text": "Water reaches the quay."}],
}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


def assert_refused(ended: Ended, *names: str) -> None:
    assert ended.code == 2, ended.errors
    assert "Traceback" not in ended.errors
    for name in names:
        assert name in ended.errors


def append(program: Program, file: str, text: str) -> None:
    with (program.folder / "config/watchlist" / file).open("a", encoding="utf-8") as opened:
        opened.write(text)


async def test_files_of_the_watchlist_that_are_not_read_are_named(program: Program) -> None:
    for name in ("claims/mine.yml", "claims/2024/june.yaml", "chanels.yaml", ".#claims.yaml", "notes.txt"):
        (program.folder / "config/watchlist" / name).parent.mkdir(exist_ok=True)
        append(program, name, "[]\n")
    ended = await program.run("check")
    assert ended.code == 0
    told = [line for line in ended.errors.splitlines() if "is not read" in line]
    assert [line.partition(": ")[2].partition(" ")[0].partition("watchlist/")[2] for line in told] == [
        "chanels.yaml",
        "claims/2024/june.yaml",
        "claims/mine.yml",
    ]
    assert all("channels.yaml" in line and "claims/NAME.yaml" in line for line in told)


async def test_broken_yaml_names_the_file_and_the_line(program: Program) -> None:
    append(program, "actors.yaml", "\n- id: [unclosed\n")
    assert_refused(await program.run("check"), "actors.yaml:")


async def test_every_error_of_the_watchlist_is_named_at_once(program: Program) -> None:
    append(program, "channels.yaml", "- {username: other, colour: red}\n")
    places = program.folder / "config/watchlist/places.yaml"
    places.write_text(places.read_text(encoding="utf-8").replace("names:\n", "names:\n    xx: [Nowhere]\n", 1), "utf-8")
    assert_refused(await program.run("check"), "channels.yaml:", "colour", "places.yaml:", "xx")


async def test_a_misspelt_setting_is_named(program: Program) -> None:
    assert_refused(await program.run("check", BOT_TOKEN="1:a"), "SEINPOST_BOT_TOKEN")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"name": "Riverside", "type": ', "damaged"),
        (json.dumps(EXPORT | {"type": "personal_chat"}), "private chat"),
        ("<html></html>", "HTML"),
    ],
)
async def test_a_bad_export_is_refused_and_nothing_is_stored(program: Program, content: str, says: str) -> None:
    export = program.folder / "result.json"
    export.write_text(content, encoding="utf-8")
    assert_refused(await program.run("import", str(export)), "result.json", says)
    assert not (program.folder / "var/seinpost.db").exists()


async def test_a_database_of_a_newer_version_is_left_alone(program: Program) -> None:
    export = program.folder / "result.json"
    export.write_text(json.dumps(EXPORT), encoding="utf-8")
    assert (await program.run("import", str(export))).code == 0
    database = program.folder / "var/seinpost.db"
    with sqlite3.connect(database) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    assert_refused(await program.run("run", "--once"), "seinpost.db", "newer")
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(*) from posts").fetchone() == (1,)
    connection.close()


async def test_a_file_that_is_no_database_is_left_alone(program: Program) -> None:
    database = program.folder / "var/seinpost.db"
    database.parent.mkdir()
    database.write_text("a shopping list " * 100, encoding="utf-8")
    assert_refused(await program.run("run", "--once"), "seinpost.db")
    assert database.read_text(encoding="utf-8").startswith("a shopping list")


async def test_a_wrong_token_says_where_to_get_the_right_one(program: Program) -> None:
    async with LoopbackBotApi() as api:
        ended = await program.run("run", "--once", BOT__TOKEN="123456:" + "x" * 35, BOT__API_URL=api.url)
    assert_refused(ended, "SEINPOST_BOT__TOKEN", "@BotFather")
    assert "x" * 35 not in ended.errors


async def test_a_bad_session_string_makes_no_account(program: Program) -> None:
    assert_refused(await program.run("account", "import", "main", given="nonsense"), "session string")
    assert "No account" in (await program.run("account", "list")).output


async def test_a_revoked_session_is_told_and_shown_by_status(program: Program) -> None:
    async with LoopbackTelegram() as telegram:
        telegram.add_channel("demo_legion")
        account = telegram.add_account()
        session = telegram.session_string(account)
        assert (await program.run("account", "import", "main", given=session)).code == 0
        telegram.revoke(account)
        ended = await program.run(
            "run",
            "--once",
            **reading(telegram, program.folder),
        )
    assert_refused(ended, "account main", "seinpost account login")


async def test_a_bad_line_of_texts_is_named_and_the_lines_before_it_are_matched(program: Program) -> None:
    lines = '{"id": "1", "text": "The Siberian Battalion is home."}\n{"id": 2}\n'
    ended = await program.run("match", "-", given=lines)
    assert_refused(ended, "line 2")
    assert [actor["id"] for actor in json.loads(ended.output)["actors"]] == ["sib"]


async def test_without_token_and_account_it_says_what_is_missing_and_still_works(program: Program) -> None:
    ended = await program.run("run", "--once")
    assert ended.code == 0, ended.errors
    assert "SEINPOST_BOT__TOKEN" in ended.output
    assert "SEINPOST_TELEGRAM__API_ID" in ended.output


async def test_an_unknown_subscription_of_the_terminal_is_named(program: Program) -> None:
    ended = await program.run("run", "--once", TERMINAL__SUBSCRIPTIONS='["Z99"]')
    assert_refused(ended, "SEINPOST_TERMINAL__SUBSCRIPTIONS", "Z99")


async def test_a_server_that_is_not_there_is_told_in_a_sentence_and_not_asked_for_every_channel(
    program: Program,
) -> None:
    async with LoopbackTelegram() as telegram:
        session = telegram.session_string(telegram.add_account())
        assert (await program.run("account", "import", "main", given=session)).code == 0
        key = str(telegram.key_file(program.folder))
    ended = await program.run(
        "run",
        "--once",
        TELEGRAM__API_ID=str(telegram.api_id),
        TELEGRAM__API_HASH=telegram.api_hash,
        TELEGRAM__SERVER=telegram.server,
        TELEGRAM__SERVER_KEY=key,
    )
    assert_refused(ended, "check the network")


async def test_only_its_owner_may_read_what_the_program_writes(program: Program) -> None:
    assert (await program.run("run", "--once")).code == 0
    database = program.folder / "var/seinpost.db"
    assert database.stat().st_mode & 0o077 == 0
    assert database.parent.stat().st_mode & 0o077 == 0


async def test_a_full_disk_behind_standard_output_is_told_of(program: Program) -> None:
    program.within = ("sh", "-c", 'exec "$@" >/dev/full', "sh")
    assert_refused(await program.run("--version"), "No space left on device")


async def test_standard_output_that_is_closed_is_nobody_s(program: Program) -> None:
    program.within = ("sh", "-c", 'exec "$@" >&-', "sh")
    ended = await program.run("match", "-", given='{"id": "1", "text": "The Siberian Battalion is home."}\n')
    assert (ended.code, ended.errors) == (0, "")


async def test_standard_input_that_is_closed_holds_nothing(program: Program) -> None:
    (program.folder / "texts.jsonl").write_text('{"id": "1", "text": "The Siberian Battalion is home."}\n', "utf-8")
    program.within = ("sh", "-c", 'exec "$@" <&-', "sh")
    ended = await program.run("match", "texts.jsonl")
    assert (ended.code, ended.errors) == (0, "")
    assert [actor["id"] for actor in json.loads(ended.output)["actors"]] == ["sib"]


async def test_any_words_are_written_whatever_the_locale(program: Program) -> None:
    program.within = ("env", "PYTHONIOENCODING=latin-1")
    ended = await program.run("match", "-", given='{"id": "🌊", "text": "РДК уже дома."}\n')
    assert (ended.code, ended.errors) == (0, "")
    assert json.loads(ended.output)["actors"][0]["evidence"][0]["text"] == "РДК"


async def test_no_file_gets_what_is_said_to_closed_standard_errors(program: Program) -> None:
    program.within = ("sh", "-c", 'exec "$@" 2>&-', "sh")
    assert (await program.run("run", "--once")).code == 0
    assert (await program.run("match", "nowhere.jsonl")).code == 2
