"""The libraries: locked with hashes, the same in both locks, under licences an MIT program may use.

Known weaknesses are not looked up here: every service that knows them has to be asked over the net.
"""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.audit.licences import stated_licences
from tests.sandbox_client import ROOT

ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?P<rest>.*(?:\n    .*)*)", re.MULTILINE
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
LOCKS = ("requirements.lock", "requirements-dev.lock")
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|BSD|0BSD|Apache|ISC|ISCL|PSF|Python Software Foundation|Zope|Zlib|Unlicense)\b"
)
USED_UNCHANGED = {
    "certifi": "Mozilla Public License 2.0 (MPL 2.0)",
    "tqdm": "MPL-2.0 AND MIT",
    "pebble": "GNU Library or Lesser General Public License (LGPL)",
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "hypothesis": "MPL-2.0",
    "pathspec": "Mozilla Public License 2.0 (MPL 2.0)",
}
"""Weak copyleft: fine for a library that is installed as it is. Named in third-party.md."""
FORBIDDEN = re.compile(
    r"\b(AGPL|GPL|Affero|SSPL|BUSL|Commons Clause|Non-?Commercial)\b", re.IGNORECASE
)


def locked(lock: str) -> dict[str, re.Match[str]]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {canonicalize_name(found["name"]): found for found in ENTRY.finditer(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_library_has_hashes_and_no_address(lock: str) -> None:
    """What is installed is what was locked, from wherever it comes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert [name for name, found in locked(lock).items() if not HASH.search(found["rest"])] == []
    assert "://" not in text
    names = [line for line in text.splitlines() if line and line[0] not in "# "]
    assert len(names) == len(ENTRY.findall(text)), "a line that pins nothing"


def test_what_runs_is_what_was_tested() -> None:
    """Both locks agree on every version."""
    runs, tests = locked(LOCKS[0]), locked(LOCKS[1])
    assert {n for n in runs if n not in tests or runs[n]["version"] != tests[n]["version"]} == set()


def test_every_dependency_is_locked_at_a_version_it_allows() -> None:
    """A lock that is older than pyproject.toml is noticed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = locked(LOCKS[0])
    for asked in map(Requirement, project["dependencies"]):
        assert found[canonicalize_name(asked.name)]["version"] in asked.specifier, asked.name


def test_every_library_has_a_licence_that_an_mit_program_may_build_on() -> None:
    """Permissive ones, and a few of weak copyleft that are used as they are."""
    odd = {
        name: said
        for name, said in stated_licences().items()
        if not PERMISSIVE.search(said) or FORBIDDEN.search(said) or "MPL" in said
    }
    assert {name: said for name, said in odd.items() if USED_UNCHANGED.get(name) != said} == {}


def test_those_that_are_not_permissive_are_named() -> None:
    """Of what runs, not of what tests it."""
    page = (ROOT / "docs" / "reference" / "third-party.md").read_text(encoding="utf-8").lower()
    runs = locked(LOCKS[0])
    for name in USED_UNCHANGED:
        if name in runs:
            assert name.removesuffix("-binary") in page, name
