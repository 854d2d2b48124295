"""What the simulated Slack knows about the app: commands, shortcuts, events, scopes.

Read from ``manifest.yaml`` or ``manifest.json`` when there is one, so that the
sandbox offers what the real Slack would offer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from sandbox.json_types import Json, list_of, object_of, objects_of, text_of

BOT_TOKEN = "xoxb-sandbox-bot"  # noqa: S105  (the simulator's public test token)
APP_TOKEN = "xapp-sandbox-app"  # noqa: S105  (likewise)
VERIFICATION_TOKEN = "sandbox-verification"  # noqa: S105  (likewise)
MANIFESTS = ("manifest.yaml", "manifest.yml", "manifest.json")

DEFAULT_SCOPES = (
    "chat:write,commands,reactions:read,users:read,channels:read,groups:read,channels:history,"
    "groups:history,im:write,im:history,usergroups:read,team:read,metadata.message:read,im:read"
)

_MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


@dataclass(frozen=True)
class Shortcut:
    """A shortcut the app registered; ``kind`` is ``message`` or ``global``."""

    name: str
    callback_id: str
    kind: str = "message"

    def as_json(self) -> Json:
        """Return the shortcut for the page."""
        return {"name": self.name, "callback_id": self.callback_id, "type": self.kind}


@dataclass(frozen=True)
class AppConfig:
    """The app's registration; ``events`` is None when every event is subscribed."""

    shortcuts: tuple[Shortcut, ...] = (Shortcut("Share as kudos", "share_kudos"),)
    commands: tuple[str, ...] = ("/kudos", "/handoff", "/goodword")
    hints: dict[str, str] = field(default_factory=dict)
    events: frozenset[str] | None = None
    scopes: frozenset[str] = field(default_factory=lambda: frozenset(DEFAULT_SCOPES.split(",")))

    def wants(self, event: Json) -> bool:
        """Whether the app subscribed to this event."""
        if self.events is None:
            return True
        kind = text_of(event.get("type"))
        if kind == "message":
            kind = _MESSAGE_EVENTS.get(text_of(event.get("channel_type")), kind)
        return kind in self.events


def read_config(root: Path) -> AppConfig:
    """Return the registration from the manifest under ``root``, or the defaults."""
    for name in MANIFESTS:
        path = root / name
        if path.is_file():
            return _from_manifest(_parse(path))
    return AppConfig()


def _parse(path: Path) -> Json:
    text = path.read_text(encoding="utf-8")
    return object_of(json.loads(text) if path.suffix == ".json" else yaml.safe_load(text))


def _from_manifest(manifest: Json) -> AppConfig:
    features = object_of(manifest.get("features"))
    settings = object_of(manifest.get("settings"))
    events = list_of(object_of(settings.get("event_subscriptions")).get("bot_events"))
    scopes = object_of(object_of(manifest.get("oauth_config")).get("scopes"))
    default = AppConfig()
    shortcuts = tuple(
        Shortcut(text_of(s.get("name")), text_of(s.get("callback_id")), text_of(s.get("type")))
        for s in objects_of(features.get("shortcuts"))
    )
    slash = objects_of(features.get("slash_commands"))
    commands = tuple(text_of(command.get("command")) for command in slash)
    bot_scopes = frozenset(str(scope) for scope in list_of(scopes.get("bot")))
    return AppConfig(
        shortcuts=shortcuts or default.shortcuts,
        commands=commands or default.commands,
        hints={text_of(c.get("command")): text_of(c.get("description")) for c in slash},
        events=frozenset(str(event) for event in events),
        scopes=bot_scopes or default.scopes,
    )
