"""The house rules that a machine can hold: what imports what, what is shipped, what is never committed."""

import ast
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "collectors", "matcher", "storage")
OURS = sorted(path for name in (*PACKAGES, "tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))


@pytest.mark.parametrize(
    "path", [path for path in OURS if path.read_text().strip()], ids=lambda p: str(p.relative_to(ROOT))
)
def test_every_module_opens_with_a_docstring(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_importing_the_matcher_loads_no_database_and_no_network() -> None:
    program = (
        "import sys, matcher.match, matcher.catalogue; "
        "print(sorted({'sqlalchemy', 'telethon', 'telegram', 'httpx', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_importing_the_domain_types_loads_the_standard_library_only() -> None:
    program = (
        "import sys; before = set(sys.modules); import storage.messages, storage.model, storage.telling; "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.partition(".")[0] for name in ast.literal_eval(done.stdout)}
    assert loaded - set(sys.stdlib_module_names) == {"storage"}
    assert (ROOT / "storage/__init__.py").read_text() == ""


def test_the_wheel_holds_our_names_and_what_the_code_needs(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.startswith("seinpost-")} == set(PACKAGES)
    assert "bot/chat/locales/nl.ftl" in names
    assert any(name.startswith("storage/migrations/versions/") for name in names)
    assert any(name.endswith("share/seinpost/config/watchlist/actors.yaml") for name in names)


def test_no_installed_package_owns_one_of_our_names() -> None:
    owners = packages_distributions()
    assert {
        name: owners[name] for name in (*PACKAGES, "config", "benchmarks") if set(owners.get(name, ())) - {"seinpost"}
    } == {}


def test_config_is_data_only() -> None:
    assert list((ROOT / "config").rglob("*.py")) == []


def test_what_the_program_writes_is_never_committed() -> None:
    paths = ["var/seinpost.db", "var/sessions/main.session", ".env", "seinpost.db-wal"]
    done = subprocess.run(["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == paths


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    unwanted = ("/wo" + "rk/", "/ho" + "me/", "pypi" + ".org", "pythonhosted" + ".org", "--index" + "-url ")
    texts = {
        name: (ROOT / name).read_text(encoding="utf-8", errors="ignore") for name in listed.stdout.split("\0") if name
    }
    assert {name: word for name, text in texts.items() for word in unwanted if word in text} == {}
