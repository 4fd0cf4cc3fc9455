"""The shipped watchlist loads whole, and whatever an editor breaks is named with file, line, entry and the mend."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from bot.watchlist import WatchlistErrors, load, write_schemas
from storage.watchlist import Watchlist

CONFIG = Path(__file__).parents[2] / "config"
SHIPPED = CONFIG / "watchlist"
LANGUAGES = {"ru", "uk", "en", "nl"}

ACTOR = """
- id: night_watch
  kind: organisation
  name: Night Watch
  affiliation: {side: neither, tie: independent}
  names: {en: [Night Watch]}
  source: [unverified]
"""
CLAIM = """
- id: Z01
  statement: {en: It rains., nl: Het regent., ru: Идёт дождь., uk: Іде дощ.}
  holders: [gladkov]
  places: [belgorod]
  first: 2024-05-01
  last: 2024-05-02
  asserting: {en: [it rains in Belgorod]}
  checkable: true
  source: [unverified]
"""


@pytest.fixture(scope="module")
def shipped() -> Watchlist:
    return load(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(SHIPPED, tmp_path / "watchlist"))


def add(folder: Path, name: str, text: str) -> int:
    """Put an entry at the end of a file; gives the line of its first key."""
    path = folder / name
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return before.count("\n") + 2


def errors_of(folder: Path) -> list[str]:
    with pytest.raises(WatchlistErrors) as caught:
        load(folder)
    return [str(error) for error in caught.value.errors]


def only_error_of(folder: Path) -> str:
    (error,) = errors_of(folder)
    return error


# --- what ships ------------------------------------------------------------------------------------------------------


def test_the_shipped_watchlist_has_everything(shipped: Watchlist) -> None:
    assert len(shipped.actors) == 32
    assert len(shipped.places) == 41
    assert len(shipped.claims) == 44 + 15
    assert len(shipped.incidents) == 8
    assert len(shipped.channels) == 56
    assert len(shipped.lexicon) >= 57
    assert {f"X{number:02}" for number in range(1, 16)} < {claim.id for claim in shipped.claims}


def test_every_claim_is_stated_in_four_languages(shipped: Watchlist) -> None:
    assert {claim.id for claim in shipped.claims if set(claim.statement) != LANGUAGES} == set()
    told = [text for claim in shipped.claims for text in claim.statement.values()]
    assert len(set(told)) == len(told)


def test_every_claim_has_wordings_in_four_languages(shipped: Watchlist) -> None:
    assert {claim.id for claim in shipped.claims if set(claim.asserting) != LANGUAGES} == set()


def test_every_related_claim_has_denials_in_four_languages_and_says_how_it_differs(shipped: Watchlist) -> None:
    related = [claim for claim in shipped.claims if claim.id.startswith("X")]
    assert [claim.id for claim in related if set(claim.denying) != LANGUAGES or not claim.differs] == []
    assert [claim.id for claim in related if not claim.resembles] == []


def test_a_correction_supersedes_the_claim_it_corrects(shipped: Watchlist) -> None:
    claims = {claim.id: claim for claim in shipped.claims}
    assert claims["X02"].supersedes == "X01"


def test_every_entry_has_a_source(shipped: Watchlist) -> None:
    assert all(actor.source for actor in shipped.actors)
    assert all(place.source for place in shipped.places)
    assert all(claim.source for claim in shipped.claims)
    assert all(incident.source for incident in shipped.incidents)
    assert all(role.source for role in shipped.roles)
    assert all(channel.source for channel in shipped.channels)


def test_every_actor_and_channel_has_an_affiliation(shipped: Watchlist) -> None:
    sides = {actor.id: actor.affiliation.side for actor in shipped.actors}
    assert (sides["fsb"], sides["lsr"], sides["observers"]) == ("russia", "ukraine", "neither")
    assert all(channel.affiliation.tie for channel in shipped.channels)


def test_unverified_channels_are_there_but_disabled_with_the_reason(shipped: Watchlist) -> None:
    unverified = [channel for channel in shipped.channels if channel.confidence == "unverified"]
    assert len(unverified) == 9
    assert not any(channel.enabled for channel in unverified)
    assert all(channel.why_disabled for channel in shipped.channels if not channel.enabled)


@pytest.mark.parametrize("username", ["rusvolcorps", "rdkpress", "rumvd"])
def test_accounts_and_unofficial_channels_are_never_watched(shipped: Watchlist, username: str) -> None:
    (channel,) = [channel for channel in shipped.channels if channel.username == username]
    assert not channel.enabled


def test_a_title_means_who_held_it_on_the_day(shipped: Watchlist) -> None:
    def governor_of_kursk(day: date) -> list[str]:
        tenures = [role for role in shipped.roles if role.id == "governor_kursk"]
        return [role.holder for role in tenures if (role.first or day) <= day <= (role.last or day)]

    assert governor_of_kursk(date(2024, 3, 12)) == ["starovoyt"]
    assert governor_of_kursk(date(2024, 8, 6)) == ["smirnov"]
    assert governor_of_kursk(date(2026, 1, 1)) == ["khinshtein"]


def test_incidents_gather_the_claims_that_name_them(shipped: Watchlist) -> None:
    incidents = {incident.id: incident for incident in shipped.incidents}
    assert {"B01", "B18", "X07", "B04"} <= set(incidents["ev_2023_05"].claims)
    assert incidents["ev_election_2024"].claims == ("A21",)
    assert incidents["decoy_2024_08"].decoy


def test_look_alikes_of_the_groups_channels_are_known(shipped: Watchlist) -> None:
    assert {"Iegionoffreedom", "russvoIcorps", "vvgIadkov"} <= set(shipped.impersonators)


def test_the_version_changes_with_the_content_only(shipped: Watchlist, folder: Path) -> None:
    channels = folder / "channels.yaml"
    channels.write_text("# a remark\n\n" + channels.read_text(encoding="utf-8"), encoding="utf-8")
    assert load(folder).version == shipped.version

    add(folder, "actors.yaml", ACTOR)
    assert load(folder).version != shipped.version


def test_the_schemas_for_editors_are_up_to_date(tmp_path: Path) -> None:
    """If this fails: run `write_schemas` on config/schema."""
    for path in write_schemas(tmp_path):
        assert (CONFIG / "schema" / path.name).read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.name)
def test_every_file_names_its_schema_for_editors(path: Path) -> None:
    marker, _, schema = path.read_text(encoding="utf-8").splitlines()[0].partition("$schema=")
    assert marker == "# yaml-language-server: "
    assert (path.parent / schema).is_file()


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_files_read_the_same_where_libyaml_is_missing(path: Path) -> None:
    """The two parsers disagree about some unquoted values, such as addresses with a question mark inside [ ]."""
    text = path.read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_valid_entry_more_is_welcome(folder: Path) -> None:
    add(folder, "actors.yaml", ACTOR)
    add(folder, "claims/related.yaml", CLAIM)
    assert "Z01" in {claim.id for claim in load(folder).claims}


def test_a_name_with_choices_stands_for_each_with_each(folder: Path) -> None:
    add(folder, "actors.yaml", ACTOR.replace("[Night Watch]", "['(Night|Day) (and Dusk |)Watch', Night Watch]"))
    (found,) = [actor for actor in load(folder).actors if actor.id == "night_watch"]
    assert found.names["en"] == ("Night and Dusk Watch", "Night Watch", "Day and Dusk Watch", "Day Watch")


def test_an_ambiguous_form_may_hold_choices_too(folder: Path) -> None:
    doubt = "{forms: ['Night(watch|guard)men'], langs: [en], other: a painting}"
    add(folder, "actors.yaml", ACTOR + f"  ambiguous: [{doubt}]\n")
    (found,) = [actor for actor in load(folder).actors if actor.id == "night_watch"]
    assert [one.form for one in found.ambiguous] == ["Nightwatchmen", "Nightguardmen"]


@pytest.mark.parametrize("name", ["Night (Watch", "Night) Watch", "Night|Watch", "(Night)", "(a|b|c)" * 6])
def test_a_name_with_choices_that_make_none_or_too_many_is_explained(folder: Path, name: str) -> None:
    add(folder, "actors.yaml", ACTOR.replace("[Night Watch]", f"['{name}']"))
    (error,) = errors_of(folder)
    assert f"names.en, item 1 has a choice that is not closed, or makes more than 500 names: '{name}'" in error
    assert error.endswith("write (one|other), or fewer of them")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert only_error_of(tmp_path / "nowhere").startswith(f"{tmp_path / 'nowhere'}: there is no such folder; ")


@pytest.mark.parametrize("name", ["actors.yaml", "claims/related.yaml", "impersonators.yaml"])
def test_a_broken_file_is_named_with_its_line_and_drags_nothing_along(folder: Path, name: str) -> None:
    line = add(folder, name, '\n- id: "never closed\n')
    error = only_error_of(folder)
    assert error.startswith(f"{folder / name}:")
    assert "not valid YAML" in error
    assert int(error.removeprefix(f"{folder / name}:").split(":")[0]) >= line


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "places.yaml").unlink()
    assert only_error_of(folder) == (
        f"{folder / 'places.yaml'}: there is no such file; put it back (a file without entries holds [])"
    )


def test_claims_that_nobody_has_the_right_to_list_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Path.glob

    def refuse(path: Path, pattern: str) -> object:
        if path.name == "claims":
            raise PermissionError(13, "Permission denied")
        return listed(path, pattern)

    monkeypatch.setattr(Path, "glob", refuse)
    assert "claims.yaml: there is no such file" in only_error_of(folder)


def test_missing_claims_are_named(folder: Path) -> None:
    for path in (folder / "claims").iterdir():
        path.unlink()
    assert "claims.yaml: there is no such file" in only_error_of(folder)


def test_an_unknown_key_is_named_with_the_likely_one(folder: Path) -> None:
    line = add(folder, "actors.yaml", ACTOR.replace("source:", "sources:"))
    unknown, missing = sorted(errors_of(folder), key=lambda error: "missing" in error)
    assert unknown == (
        f"{folder / 'actors.yaml'}:{line + 5} night_watch: unknown key 'sources'; did you mean 'source'?"
    )
    assert missing == f"{folder / 'actors.yaml'}:{line} night_watch: source is missing; add it"


def test_an_alias_in_no_language_is_refused(folder: Path) -> None:
    line = add(folder, "actors.yaml", ACTOR.replace("{en: [Night Watch]}", "{en: [Night Watch], xx: [Vakt]}"))
    assert only_error_of(folder) == (
        f"{folder / 'actors.yaml'}:{line + 4} night_watch: unknown key 'names.xx'; the languages are ru, uk, en and nl"
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("holders: [nobody]", "holders: there is no actor 'nobody'; correct the id or add the actor"),
        ("places: [atlantis]", "places: there is no place 'atlantis'; correct the id or add the place"),
        ("resembles: [Q99]\n  differs: It is another.", "resembles: there is no claim 'Q99'; correct the id"),
        ("supersedes: Q99", "supersedes: there is no claim 'Q99'; correct the id"),
        ("incident: ev_nothing", "incident: there is no incident 'ev_nothing'; correct the id"),
        ("events: [drg+levitate]", "events: there is no lexicon entry 'levitate'; correct the id"),
        ("events: [drg+@atlantis]", "events: '@atlantis' is not a slot, actor or place; correct it"),
        ("events: ['drg + enter']", "events, item 1 can't be 'drg + enter'; join lexicon ids by +"),
        ("denials: ['@who']", "denials, item 1 can't be '@who'; join lexicon ids by +"),
        ("events: [drg]\n  denials: [drg]", "'drg' both asserts and denies it; keep it under"),
        ("resembles: [A01]", "differs is empty, but it resembles other claims; say how to tell"),
        ("resembles: [Z01]\n  differs: It is another.", "resembles names the claim itself; remove it"),
        ("first: 2024-05-03", "last 2024-05-02 is before first 2024-05-03; swap or correct them"),
        ("published_until: 2024-04-30", "published_until 2024-04-30 is before 2024-05-02; correct one"),
        ("first: 2024-13-45", "first is not a day of the calendar: '2024-13-45'; write YYYY-MM-DD, or null"),
        ("first: last May", "first is not a day: 'last May'; write YYYY-MM-DD, or null"),
        ("first: 20240501", "first is not a day: 20240501; write YYYY-MM-DD, or null"),
        ("figures: [{unit: sheep, value: 3}]", "figures, item 1.unit can't be 'sheep'; choose 'fighters', "),
        ("figures: [{unit: tanks, value: 3, low: 4}]", "low, value and high do not ascend; correct them"),
        ("asserting: {}", "asserting is empty; give a wording in at least one of ru, uk, en, nl"),
        ("source: []", "source is empty; fill it in"),
        ("statement: It rains.", "statement is not written as keys with values; write 'key: value' lines under it"),
        ("about: lsr", "about is not a list; write [one, two], or one '- ' a line"),
        ("note: 7", "note is not text; write it in quotes"),
    ],
)
def test_a_bad_claim_is_explained(folder: Path, written: str, text: str) -> None:
    key = written.partition(":")[0]
    kept = "".join(line for line in CLAIM.splitlines(keepends=True) if not line.startswith(f"  {key}:"))
    first = add(folder, "claims/related.yaml", kept + f"  {written}\n")
    error = only_error_of(folder)
    before, _, found = error.partition(" Z01: ")
    path, _, line = before.rpartition(":")
    assert found.startswith(text)
    assert path == str(folder / "claims" / "related.yaml")
    assert first <= int(line) <= first + kept.count("\n")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("username: null\n  enabled: true", "the channel is enabled without a username; add it, or set enabled: false"),
        ("username: night_watch\n  enabled: false", "the channel is disabled without a reason; fill in why_disabled"),
        ("username: night_watch\n  enabled: true\n  owner: nobody", "owner: there is no actor 'nobody'"),
        ("username: night_watch\n  enabled: true\n  owner_role: king", "owner_role: there is no role 'king'"),
        ("username: '@night'\n  enabled: true", "username can't be '@night'; write a Telegram username without @"),
        ("username: Legionoffreedom\n  enabled: true", "'legionoffreedom' is taken by channels.yaml:"),
    ],
)
def test_a_bad_channel_is_explained(folder: Path, written: str, text: str) -> None:
    rest = (
        "title: Night\n  lang: en\n  affiliation: {side: neither, tie: independent}\n  confidence: low\n  source: [a]"
    )
    add(folder, "channels.yaml", f"\n- {written}\n  {rest}\n")
    assert f": {text}" in only_error_of(folder)


def test_an_id_can_be_taken_once(folder: Path) -> None:
    line = add(folder, "actors.yaml", ACTOR.replace("night_watch", "kozinka"))
    error = errors_of(folder)[0]
    assert "kozinka: 'kozinka' is taken by " in error
    assert f"actors.yaml:{line}" in error


def test_a_channel_is_watched_under_one_name(folder: Path) -> None:
    rest = (
        "enabled: true\n  channel_id: 987654321\n  title: Night\n  lang: en\n"
        "  affiliation: {side: neither, tie: independent}\n  confidence: low\n  source: [a]"
    )
    line = add(folder, "channels.yaml", f"\n- username: night_watch\n  {rest}\n")
    add(folder, "channels.yaml", f"\n- username: watch_of_night\n  {rest}\n")
    assert f"watch_of_night: 'channel_id 987654321' is taken by channels.yaml:{line}" in only_error_of(folder)


def test_claims_do_not_correct_one_another_in_a_circle(folder: Path) -> None:
    newer, older = next(
        (claim.id, claim.supersedes) for claim in load(folder).claims if claim.supersedes and claim.supersedes != "Z01"
    )
    for path in (folder / "claims").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f"- id: {older}\n", f"- id: {older}\n  supersedes: {newer}\n"), encoding="utf-8")
    found = errors_of(folder)
    assert [error.split(" ", 1)[1] for error in found] == [
        f"{claim}: the claim corrects itself through others; break the circle" for claim in sorted((newer, older))
    ]


def test_two_actors_of_one_full_name_are_refused(folder: Path) -> None:
    line = add(folder, "actors.yaml", ACTOR.replace("[Night Watch]", "[Kapustin, russian  Volunteer corps]"))
    assert only_error_of(folder) == (
        f"{folder / 'actors.yaml'}:{line + 4} night_watch: 'russian  Volunteer corps' also means rvc; "
        "actors that share a name list it under 'ambiguous'"
    )


def test_a_handle_is_a_channel_or_an_impersonator(folder: Path) -> None:
    add(folder, "impersonators.yaml", "\n- {handle: rian_ru, looks_like: rian_ru, source: [unverified]}\n")
    assert "rian_ru: the handle is also a channel of the list; remove it" in only_error_of(folder)


def test_a_place_does_not_lie_in_itself(folder: Path) -> None:
    path = folder / "places.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "- id: belgorod_oblast\n", "- id: belgorod_oblast\n  parents: [kozinka]\n"
    )
    path.write_text(text, encoding="utf-8")
    assert any("belgorod_oblast: the place lies in itself through its parents" in error for error in errors_of(folder))


def test_holders_of_a_title_do_not_overlap(folder: Path) -> None:
    path = folder / "roles.yaml"
    text = path.read_text(encoding="utf-8").replace("first: 2024-05-15", "first: 2024-05-01")
    path.write_text(text, encoding="utf-8")
    assert "governor_kursk: Alexei Smirnov starts before Roman Starovoyt ends; order the holders" in only_error_of(
        folder
    )


def test_every_error_of_every_file_is_told_at_once_in_order(folder: Path) -> None:
    first = add(folder, "actors.yaml", ACTOR.replace("organisation", "ghost"))
    second = add(folder, "actors.yaml", ACTOR.replace("night_watch", "day_watch").replace("Night Watch", "' '"))
    add(folder, "claims/related.yaml", CLAIM.replace("gladkov", "nobody"))
    add(folder, "channels.yaml", "\nnot: a list entry\n")
    told = errors_of(folder)
    assert [error.removeprefix(f"{folder}/").split(":")[0] for error in told] == [
        "actors.yaml", "actors.yaml", "actors.yaml", "channels.yaml", "claims/related.yaml",
    ]  # fmt: skip
    assert f":{first + 1} night_watch: kind can't be 'ghost'; choose " in told[0]
    assert f":{second + 2} day_watch: name can't be ' '; write something, or remove it" in told[1]
    assert "Z01: holders: there is no actor 'nobody'" in told[-1]


# --- YAML that is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("\n- id: a1\n  source: &s [x]\n", "anchors (&name) are refused; write the value out at each place"),
        ("\n- id: a1\n  source: *s\n", "aliases (*name) are refused; write the value out"),
        ("\n- id: a1\n  source: !!python/name:os.system x\n", "tags (!name) are refused; write the plain value"),
        ("\n- id: a1\n  id: a2\n", "the key 'id' stands twice in one entry; keep one of them"),
        ("\n- id: a1\n  ? [a]\n  : b\n", "a key is a list or a mapping; write a plain word"),
        ("\n- " + "[" * 30 + "]" * 30 + "\n", "lists and keys lie more than 10 deep; flatten them"),
    ],
)
def test_more_than_plain_yaml_is_refused(folder: Path, text: str, complaint: str) -> None:
    line = add(folder, "actors.yaml", text)
    error = only_error_of(folder)
    assert error.endswith(f": {complaint}")
    assert line <= int(error.removeprefix(f"{folder / 'actors.yaml'}:").split(":")[0]) <= line + 1


def test_a_yaml_bomb_is_refused_before_it_goes_off(folder: Path) -> None:
    levels = "".join(f"- &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    (folder / "actors.yaml").write_text(f"- &l0 [boom]\n{levels}", encoding="utf-8")
    assert only_error_of(folder).startswith(f"{folder / 'actors.yaml'}:1: anchors (&name) are refused")


def test_a_file_that_is_too_large_is_refused(folder: Path) -> None:
    (folder / "actors.yaml").write_text("# " + "x" * 5_000_000, encoding="utf-8")
    assert only_error_of(folder).endswith("more than 5000000; split it or remove entries")


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "actors.yaml").write_bytes("- id: Гладков".encode("cp1251"))
    assert only_error_of(folder).endswith("the file is not UTF-8 text; save it as UTF-8")


def test_a_file_that_is_no_list_is_refused(folder: Path) -> None:
    (folder / "actors.yaml").write_text("actors: []\n", encoding="utf-8")
    assert only_error_of(folder).endswith(":1: the file is not a list of entries; start each entry with '- '")


def test_yes_no_and_days_stay_what_an_editor_wrote(folder: Path) -> None:
    add(folder, "actors.yaml", ACTOR.replace("[Night Watch]", "[no, 2024-05-01]"))
    (actor,) = [actor for actor in load(folder).actors if actor.id == "night_watch"]
    assert actor.names["en"] == ("no", "2024-05-01")
