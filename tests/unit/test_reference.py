"""Every setting and command has its place in the reference, and no link leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import main
from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.lead_views import PatternSettings
from bot.domain.receivers import Receiver
from bot.domain.unasked import Unasked
from bot.domain.workspace import WorkspaceSettings
from bot.settings import Settings
from bot.views import digest_settings, handoff_setup, patterns, unasked, workspace
from tests.fakes import START

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "docs" / "reference" / "settings.md"
COMMANDS = ROOT / "docs" / "reference" / "commands.md"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
KINDS = ("how-to", "reference", "why")
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*)$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?![a-z]+:)([^)#]+)[^)]*\)|!\[[^\]]*\]\(([^)]+)\)")

FORMS = {
    "settings": workspace.modal(WorkspaceSettings(), []),
    "handoffs": handoff_setup.settings(HandoffSettings()),
    "times": handoff_setup.times(HandoffSettings()),
    "patterns": patterns.settings(PatternSettings()),
    "digest": digest_settings.modal(DigestSettings(), "UTC"),
    "receiving": handoff_setup.preferences(Receiver("T1", "U1")),
    "unasked": unasked.modal(unasked.Wishes(tuple(Unasked), {}, START, "UTC")),
}


def rows() -> dict[str, str]:
    """The table of the environment: what stands beside each name."""
    return dict(ROW.findall(SETTINGS.read_text(encoding="utf-8")))


def test_every_setting_of_the_environment_has_its_row_and_no_row_is_left_over() -> None:
    """Whoever adds a setting says what it is for."""
    assert set(rows()) == {name.upper() for name in Settings.model_fields}


def test_a_number_that_holds_unless_set_is_the_one_in_the_table() -> None:
    """A default that moved would make the table lie."""
    for name, one in Settings.model_fields.items():
        if type(one.default) is int:
            assert rows()[name.upper()].startswith(f"{one.default} |"), name


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_field_of_a_settings_form_is_explained(form: dict[str, Any]) -> None:
    """By the label that stands in Slack."""
    text = SETTINGS.read_text(encoding="utf-8")
    labels = [block["label"]["text"] for block in form["blocks"] if block["type"] == "input"]
    assert labels
    assert [label for label in labels if label not in text] == []


def test_every_command_at_a_terminal_and_in_slack_is_listed() -> None:
    """Click's commands, the manifest's commands with their words, and its shortcuts."""
    text = COMMANDS.read_text(encoding="utf-8")
    manifest = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))["features"]
    wanted = [f"goodword {name}" for name in main.commands]
    wanted += [shortcut["name"] for shortcut in manifest["shortcuts"]]
    for slash in manifest["slash_commands"]:
        words = re.sub(r"\[.*?\]", "", slash["usage_hint"]).split("|")
        wanted += [f"`{slash['command']} {word.strip()}" for word in words if word.strip()]
    assert [one for one in wanted if one not in text] == []


def links(page: Path) -> Iterator[Path]:
    for found in LINK.finditer(page.read_text(encoding="utf-8")):
        yield page.parent / (found[1] or found[2])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page: Path) -> None:
    """Within the repository."""
    assert [str(target) for target in links(page) if not target.exists()] == []


def test_the_index_leads_to_every_page() -> None:
    """A page nobody finds is not documentation."""
    found = {target.resolve() for target in links(ROOT / "docs" / "index.md")}
    pages = [page for kind in KINDS for page in (ROOT / "docs" / kind).glob("*.md")]
    assert sorted(page.name for page in pages if page.resolve() not in found) == []
