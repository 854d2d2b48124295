import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = yaml.safe_load((ROOT / "bot" / "manifest.yaml").read_text(encoding="utf-8"))
HANDLERS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "handlers").glob("*.py"))

LEAST_SCOPES = {
    "chat:write",
    "commands",
    "reactions:read",
    "users:read",
    "channels:read",
    "groups:read",
    "channels:history",
    "groups:history",
    "im:write",
    "im:history",
    "usergroups:read",
    "metadata.message:read",
}


def test_no_scope_is_asked_for_beyond_the_least() -> None:
    """An admin reads this list before trusting us; each scope has its reason in the docs."""
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) <= LEAST_SCOPES


def test_every_command_and_shortcut_has_a_door() -> None:
    """What Slack offers people must lead somewhere."""
    commands = [one["command"] for one in MANIFEST["features"]["slash_commands"]]
    shortcuts = [one["callback_id"] for one in MANIFEST["features"]["shortcuts"]]
    missing = [name for name in commands + shortcuts if f'"{name}"' not in HANDLERS]
    assert missing == []


def test_slack_accepts_its_lengths() -> None:
    """Slack: name 35, short description 140, shortcut name 24, its description 150 characters."""
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    for shortcut in MANIFEST["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])


def test_socket_mode_is_on() -> None:
    """Two tokens and one command are all a small team needs."""
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
