"""Drives a simulated Slack from a test: starts it, acts as its people, looks at the result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

Json = dict[str, Any]
Found = TypeVar("Found")

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 20.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.01, 0.1
LENIENT = 3.0
"""How many times Slack's three seconds a bot is given that shares its processor with other tests.

The three seconds themselves are kept to in tests/sandbox and measured by benchmarks/load.py.
"""
BOT_TOKEN = "xoxb-sandbox-bot"
APP_TOKEN = "xapp-sandbox-app"
SIGNING_SECRET = "sandbox-signing-secret"
CLIENT_ID = "1234567890.0987654321"
CLIENT_SECRET = "sandbox-client-secret"
BOT_USER = "U0GOODWORD"
TEAM = "T0GOODWORD"


class SandboxRefusedError(AssertionError):
    """The sandbox could not do what a test asked: no such person, button, message."""


class SandboxServer:
    """A running sandbox; every method is one request to its control API."""

    def __init__(self, url: str, pid: int = 0, workspace: str = "") -> None:
        self.url = url.rstrip("/")
        self.pid = pid
        self.workspace = workspace

    def in_workspace(self, team: str) -> SandboxServer:
        """The same Slack, with the people and channels of another workspace."""
        return SandboxServer(self.url, self.pid, team)

    @property
    def api_url(self) -> str:
        """Where a ``WebClient`` finds this Slack: its ``base_url``."""
        return f"{self.url}/api/"

    # What people do. Those that reach the app wait for its acknowledgement.

    def message(
        self, channel: str, text: str = "", user: str = "", bot: str = "", **more: object
    ) -> Json:
        """Post as ``user``, or as an integration called ``bot``; return channel and ts."""
        author = {"bot": bot} if bot else {"user": user}
        return self._do("message", channel=channel, text=text, **author, **more)

    def edit(self, channel: str, ts: str, text: str, user: str = "") -> Json:
        """Change a message's text."""
        return self._do("edit", channel=channel, ts=ts, text=text, **_user(user))

    def delete(self, channel: str, ts: str, user: str = "") -> Json:
        """Delete a message."""
        return self._do("delete", channel=channel, ts=ts, **_user(user))

    def react(self, user: str, channel: str, ts: str, emoji: str, *, remove: bool = False) -> Json:
        """Add or remove a reaction."""
        return self._do("reaction", user=user, channel=channel, ts=ts, emoji=emoji, remove=remove)

    def command(self, user: str, command: str, channel: str = "general") -> Json:
        """Use a slash command, its text included: ``/kudos so kind``."""
        return self._do("command", user=user, command=command, channel=channel)

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str = "") -> Json:
        """Use a message shortcut."""
        return self._do("shortcut", user=user, channel=channel, ts=ts, callback_id=callback_id)

    def click(
        self,
        user: str,
        action: str,
        *,
        channel: str = "",
        ts: str = "",
        surface: str = "modal",
        value: object = None,
        block_id: str = "",
        button_value: str = "",
    ) -> Json:
        """Press or choose ``action`` (action id or label).

        In a message when ``channel`` is given (``dm`` is the person's own with the
        app; without ``ts`` the latest message that has it), else in the top modal, or
        in the Home tab when ``surface`` is ``home``.
        """
        place: Json = {"channel": channel, "ts": ts} if channel else {"surface": surface}
        return self._do(
            "interact",
            user=user,
            action=action,
            value=value,
            block_id=block_id,
            button_value=button_value,
            **place,
        )

    def type(
        self, user: str, action: str, value: object, *, block_id: str = "", surface: str = "modal"
    ) -> Json:
        """Enter a value without submitting."""
        return self._do(
            "type", user=user, action=action, value=value, block_id=block_id, surface=surface
        )

    def suggest(
        self, user: str, action: str, typed: str = "", *, block_id: str = "", surface: str = "modal"
    ) -> Json:
        """Open a select whose options the app looks up, or type in it; return its options."""
        return self._do(
            "suggest", user=user, action=action, value=typed, block_id=block_id, surface=surface
        )

    def submit(self, user: str, values: Json | None = None) -> Json:
        """Submit the top modal; values by block id and action id, or by label."""
        return self._do("submit", user=user, values=values or {})

    def close(self, user: str, *, everything: bool = False) -> Json:
        """Close the top modal, or all."""
        return self._do("close", user=user, all=everything)

    def open_home(self, user: str, tab: str = "home") -> Json:
        """Open the App Home."""
        return self._do("home", user=user, tab=tab)

    def event(self, **event: object) -> Json:
        """Send any event to the app."""
        return self._do("event", event=event)

    # What tests arrange.

    def reset(self, **fixture: object) -> None:
        """Start afresh; ``people``, ``channels`` and ``groups`` replace the fixture's."""
        self._do("reset", **fixture)

    def faults(self, *rules: Json, add: bool = False) -> None:
        """Put fault rules in force; none at all ends the trouble."""
        self._do("faults", rules=list(rules), add=add)

    def advance(self, seconds: float) -> Json:
        """Move the clock."""
        return self._do("clock", advance=seconds)

    def set_clock(self, moment: str) -> Json:
        """Make it ``moment`` (ISO 8601)."""
        return self._do("clock", set=moment)

    def sockets(self, action: str) -> Json:
        """``refresh``, ``drop``, ``refuse`` or ``accept`` Socket Mode connections."""
        return self._do("sockets", action=action)

    def outage(self, seconds: float) -> None:
        """Refuse every connection for some real seconds, beginning at once."""
        self._do("outage", seconds=seconds)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                self.state()
            except OSError:
                # Refused, or cut while it was being accepted: either way nobody is there.
                return
            time.sleep(0.01)

    def deliver_to(self, *urls: str) -> None:
        """Deliver over HTTP to these request URLs, in turn; none at all: Socket Mode."""
        self._do("urls", urls=list(urls))

    def freeze(self, seconds: float) -> None:
        """Let nothing move for some real seconds: connections stand and nobody answers."""
        os.kill(self.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.pid, signal.SIGCONT)

    def enforce_limits(self) -> None:
        """Answer 429 to whoever calls more often than Slack promises to let."""
        self._do("limits", enforce=True)

    def without_scopes(self, *scopes: str) -> None:
        """Take scopes away from the app; none at all gives them back."""
        self._do("scopes", remove=list(scopes))

    def person(self, user: str, **changes: object) -> None:
        """Change a person; the app hears of it."""
        self._do("person", user=user, **changes)

    def channel(self, channel: str, **changes: object) -> Json:
        """Change or make a channel."""
        return self._do("channel", channel=channel, **changes)

    def group(self, group: str, users: list[str]) -> None:
        """Set the members of a user group; the app hears of it."""
        self._do("group", group=group, users=users)

    def oauth(self, **registration: object) -> None:
        """Set the app's ``redirect_urls``, whether tokens are ``rotating``, and ``refusing``."""
        self._do("oauth", **registration)

    def uninstall(self, *events: str) -> None:
        """Take the app away from the workspace; the app hears these events, in this order."""
        self._do("uninstall", events=list(events or ("tokens_revoked", "app_uninstalled")))

    def revoke(self) -> None:
        """Take the app away from the workspace while its events reach nobody."""
        self._do("uninstall", events=[])

    # What can be seen.

    def messages(self, channel: str, viewer: str = "") -> list[Json]:
        """Return what a channel shows; ephemerals only those of ``viewer``."""
        query = f"?{urlencode({'as': viewer})}" if viewer else ""
        answer = self._show(f"messages/{quote(channel.removeprefix('#'))}{query}")
        messages: list[Json] = answer["messages"]
        return messages

    def modals(self, user: str) -> list[Json]:
        """Return the modals a person has open, the top one last."""
        stack: list[Json] = self._show(f"view/{user}")["stack"]
        return stack

    def modal(self, user: str) -> Json:
        """Return the top modal."""
        stack = self.modals(user)
        if not stack:
            raise SandboxRefusedError(f"{user} has no modal open")
        return stack[-1]

    def home(self, user: str) -> Json | None:
        """Return a person's Home tab."""
        home: Json | None = self._show(f"home/{user}")["home"]
        return home

    def log(self, **query: str) -> list[Json]:
        """Return calls and deliveries; narrow with ``kind``, ``method``, ``after``."""
        entries: list[Json] = self._show(f"log?{urlencode(query)}")["entries"]
        return entries

    def calls(self, method: str) -> list[Json]:
        """Return the calls of one Web API method."""
        return self.log(kind="api", method=method)

    def state(self) -> Json:
        """Return violations, connections, faults, clock and registration."""
        return self._show("state")

    def violations(self) -> list[Json]:
        """Return everything Slack would not have stood for."""
        violations: list[Json] = self.state()["violations"]
        return violations

    def people(self) -> Json:
        """Return people, channels and groups."""
        return self._show("people")

    def wait_for(
        self, look: Callable[[], Found], what: str, within: float = PATIENCE_SECONDS
    ) -> Found:
        """Return what ``look`` finds as soon as it finds something."""
        deadline, pause = time.monotonic() + within, FIRST_PAUSE_SECONDS
        while time.monotonic() < deadline:
            found = look()
            if found:
                return found
            time.sleep(pause)
            # Whoever asks all the time keeps the bot from its work.
            pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
        raise SandboxRefusedError(f"waited {within} s in vain for {what}")

    def wait_for_connection(self, count: int = 1) -> None:
        """Wait until the app holds ``count`` connections."""
        self.wait_for(lambda: self.state()["connections"] >= count, f"{count} connection(s)")

    def wait_for_message(self, channel: str, containing: str, viewer: str = "") -> Json:
        """Wait for a message whose text, blocks or attachments contain a string."""

        def look() -> Json | None:
            shown = self.messages(channel, viewer)
            hits = [m for m in shown if containing in json.dumps(m, ensure_ascii=False)]
            return hits[-1] if hits else None

        found = self.wait_for(look, f"{containing!r} in {channel}")
        assert found is not None
        return found

    def wait_for_modal(self, user: str, containing: str = "") -> Json:
        """Wait for a top modal that contains a string."""

        def look() -> Json | None:
            stack = self.modals(user)
            fits = stack and containing in json.dumps(stack[-1], ensure_ascii=False)
            return stack[-1] if fits else None

        found = self.wait_for(look, f"a modal with {containing!r} for {user}")
        assert found is not None
        return found

    def wait_for_home(self, user: str, containing: str = "") -> Json:
        """Wait for a Home tab that contains a string."""

        def look() -> Json | None:
            home = self.home(user)
            return home if home and containing in json.dumps(home, ensure_ascii=False) else None

        found = self.wait_for(look, f"a Home with {containing!r} for {user}")
        assert found is not None
        return found

    def _do(self, endpoint: str, /, **body: object) -> Json:
        place = {"workspace": self.workspace} if self.workspace else {}
        data = json.dumps({**body, **place}).encode()
        headers = {"Content-Type": "application/json"}
        return _fetch(Request(f"{self.url}/_control/{endpoint}", data=data, headers=headers))

    def _show(self, name: str) -> Json:
        if self.workspace:
            name += f"{'&' if '?' in name else '?'}workspace={self.workspace}"
        return _fetch(Request(f"{self.url}/_control/{name}"))


@contextmanager
def running_sandbox(root: Path = ROOT, leniency: float = 1.0) -> Iterator[SandboxServer]:
    """Start ``python -m sandbox`` on a free port; ``root`` is where a manifest stands.

    leniency: how many times Slack's three seconds the app has.
    """
    command = [sys.executable, "-m", "sandbox", "--until-stdin-closes", "--root", str(root)]
    command += ["--leniency", str(leniency)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield SandboxServer(process.stdout.readline().strip(), process.pid)
        finally:
            process.terminate()


def _user(user: str) -> Json:
    return {"user": user} if user else {}


def _fetch(request: Request) -> Json:
    try:
        with urlopen(request, timeout=30) as response:
            answer: Json = json.load(response)
    except HTTPError as error:
        with error:
            raise SandboxRefusedError(error.read().decode()) from None
    return answer
