"""Settings: from the environment, `.env` and the file; every mistake is named at once, with the mend."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsErrors, load_settings


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to start from, and an environment without our names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEINPOST_DATA", raising=False)
    (tmp_path / "config").mkdir()
    return tmp_path


def complaint() -> str:
    with pytest.raises(SettingsErrors) as found:
        load_settings()
    return str(found.value)


def written(folder: Path, text: str) -> None:
    (folder / "config/settings.toml").write_text(text, encoding="utf-8")


def test_without_any_setting_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_the_environment_wins_over_dotenv_and_that_over_the_file(
    nothing_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(nothing_set, '[terminal]\nlanguage = "nl"\ntime_zone = "Europe/Brussels"\n[log]\nlevel = "error"\n')
    (nothing_set / ".env").write_text("SEINPOST_TERMINAL__LANGUAGE=uk\nSEINPOST_LOG__LEVEL=debug\n", encoding="utf-8")
    monkeypatch.setenv("SEINPOST_TERMINAL__LANGUAGE", "ru")
    settings = load_settings()
    assert (settings.terminal.language, settings.log.level) == ("ru", "debug")
    assert settings.terminal.time_zone == "Europe/Brussels"


@pytest.mark.parametrize("given", ["lsr,A14", "lsr A14", '["lsr", "A14"]', " lsr , A14 "])
def test_subscriptions_may_be_written_in_a_row(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEINPOST_TERMINAL__SUBSCRIPTIONS", given)
    assert load_settings().terminal.subscriptions == ("lsr", "A14")


def test_an_empty_value_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEINPOST_BOT__TOKEN", "")
    assert load_settings().bot.token is None


def test_a_misspelt_name_is_named_whatever_its_case(nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nothing_set / ".env").write_text("Seinpost_Bot__Token=1:a\nseinpost_colour=red\n", encoding="utf-8")
    monkeypatch.setenv("seinpost_bot_token", "1:a")
    told = complaint().splitlines()
    assert [line.split(":")[0] for line in told] == ["seinpost_bot_token", "seinpost_colour"]


def test_a_folder_in_the_place_of_dotenv_is_named(nothing_set: Path) -> None:
    (nothing_set / ".env").mkdir()
    assert complaint() == ".env is a folder; remove it, and write the settings into a file of that name"


def test_every_mistake_is_named_at_once(nothing_set: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(nothing_set, 'colour = "red"\n[collect]\nfirst_contact = 0\n')
    monkeypatch.setenv("SEINPOST_BOT_TOKEN", "1:a")
    monkeypatch.setenv("SEINPOST_TERMINAL__TIME_ZONE", "Mars/Base")
    text = complaint()
    for name in ("colour", "SEINPOST_COLLECT__FIRST_CONTACT", "SEINPOST_BOT_TOKEN", "Mars/Base", "Europe/Brussels"):
        assert name in text


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("PREVIEW__EVERY_SECONDS", "inf"),
        ("COLLECT__EVERY_SECONDS", "1000000000000"),
        ("COLLECT__REREAD_AFTER_MINUTES", "inf"),
        ("RETENTION__POSTS_DAYS", "999999"),
        ("RETENTION__ALERTS_DAYS", "999999"),
        ("RETENTION__REFUSED_DAYS", "999999"),
        ("RETENTION__AUDIT_DAYS", "999999"),
        ("OWNER", "99999999999999999999"),
        ("BOT__ALLOWED", "1,99999999999999999999"),
        ("TELEGRAM__API_ID", "99999999999"),
    ],
)
def test_what_no_calendar_and_no_table_holds_is_named(name: str, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"SEINPOST_{name}", given)
    assert f"SEINPOST_{name}" in complaint()


def test_a_mistake_comes_with_what_the_setting_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEINPOST_TERMINAL__DIGEST_AT", "8")
    assert "HH:MM" in complaint()


def test_a_mistake_ends_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEINPOST_LOG__LEVEL", "loud")
    assert complaint().endswith("; correct it (debug, info, warning or error)")


def test_a_section_set_as_a_whole_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEINPOST_BOT", "123:abc")
    assert '"bot"' in complaint()


def test_a_broken_file_is_named(nothing_set: Path) -> None:
    written(nothing_set, "[bot\n")
    assert "settings.toml" in complaint()


def test_other_programs_names_in_a_shared_dotenv_are_none_of_our_business(nothing_set: Path) -> None:
    (nothing_set / ".env").write_text("OTHER=1\n", encoding="utf-8")
    assert load_settings() == Settings()


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEINPOST_BOT__TOKEN", "123456:secret")
    monkeypatch.setenv("SEINPOST_TELEGRAM__API_HASH", "hush")
    printed = repr(load_settings())
    assert "secret" not in printed
    assert "hush" not in printed


def test_the_page_about_privacy_tells_how_long_things_are_kept_by_default() -> None:
    page = (Path(__file__).parent.parent.parent / "docs/privacy.md").read_text(encoding="utf-8")
    kept, copies = Settings().retention, Settings().backup
    assert kept.posts_days is None
    rows = {row.split("|")[3].strip(): row.split("|")[2].strip() for row in page.splitlines() if "| `SEINPOST_" in row}
    assert rows == {
        "`SEINPOST_RETENTION__ALERTS_DAYS`": f"{kept.alerts_days} days",
        "`SEINPOST_RETENTION__AUDIT_DAYS`": f"{kept.audit_days} days",
        "`SEINPOST_RETENTION__REFUSED_DAYS`": f"{kept.refused_days} days",
        "`SEINPOST_RETENTION__POSTS_DAYS`": "for ever, since they are evidence",
        "`SEINPOST_BACKUP__DAYS`": f"{copies.days} days; the newest stays",
    }


def test_a_byte_order_mark_before_the_file_is_no_mistake(nothing_set: Path) -> None:
    (nothing_set / "config/settings.toml").write_bytes(b"\xef\xbb\xbfowner = 5\r\n")
    assert load_settings().owner == 5


def test_a_file_that_can_not_be_read_is_named(nothing_set: Path) -> None:
    (nothing_set / "config/settings.toml").mkdir()
    assert complaint().startswith("config/settings.toml can't be read (Is a directory); check")


def test_a_dotenv_that_can_not_be_read_is_named(nothing_set: Path) -> None:
    (nothing_set / ".env").symlink_to("/proc/self/mem")  # can be opened, and not be read, by root as well
    assert complaint().startswith(".env can't be read (Input/output error); check its rights")


def test_a_dotenv_in_another_encoding_is_named(nothing_set: Path) -> None:
    (nothing_set / ".env").write_bytes(b"SEINPOST_OWNER=5\nOTHER=caf\xe9\n")
    assert complaint().startswith(".env: 'utf-8' codec can't decode byte 0xe9")
