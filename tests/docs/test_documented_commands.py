"""What the documentation tells people to type is typed, against the simulated Slack.

A block of commands (```sh) stands under a comment that says what becomes of it here:
``run: once``, ``manifest``, ``doctor``, ``key``, or ``until "words"`` (it stays running), and
``never: why``. A block of settings (```ini) is entered into ``.env``.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from bot.wording import share as share_words
from bot.wording import sharing as home_words
from bot.wording import workspace as workspace_words
from tests.postgres import Postgres
from tests.sandbox_client import (
    APP_TOKEN,
    BOT_TOKEN,
    ROOT,
    SIGNING_SECRET,
    SandboxServer,
    running_sandbox,
)

FENCE = re.compile(
    r"(?:<!-- (?P<mark>[^>]*?) -->\n)?```(?P<kind>sh|ini)\n(?P<text>.*?)```", re.DOTALL
)
MARK = re.compile(r"run: (once|manifest|doctor|key|until \".+\")|never: .{10,}")
PASTED = re.compile(r"```text\n(/kudos .*?)\n```", re.DOTALL)
SETTING = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
WITHIN_S = 60
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
TUTORIAL = "docs/tutorial.md"


def words_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_block_of_commands_says_what_becomes_of_it_here(path: Path) -> None:
    """A command that nobody runs has a reason for it."""
    for found in FENCE.finditer(path.read_text(encoding="utf-8")):
        if found["kind"] == "sh":
            assert MARK.fullmatch(found["mark"] or ""), found[0]


@dataclass
class Desk:
    """Somebody at a terminal, in a folder as `git clone` leaves it."""

    folder: Path
    slack: SandboxServer
    values: dict[str, str]
    left: ExitStack = field(default_factory=ExitStack)
    seen: dict[str, str] = field(default_factory=dict)

    def follow(self, document: str) -> None:
        """Do what a document says, in its order."""
        for found in FENCE.finditer(words_of(document)):
            if found["kind"] == "ini":
                self.enter(found["text"])
            elif not found["mark"].startswith("never:"):
                self.type(found["mark"].removeprefix("run: "), found["text"])

    def enter(self, settings: str) -> None:
        """Put these settings into `.env`, with the values of this machine."""
        path = self.folder / ".env"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for name in SETTING.findall(settings):
            line = f"{name}={self.values[name]}"
            text, count = re.subn(rf"^{name}=.*$", line, text, flags=re.MULTILINE)
            text += "" if count else f"{line}\n"
        path.write_text(text, encoding="utf-8")

    def type(self, mark: str, commands: str) -> None:
        if mark.startswith("until"):
            self.leave_running(mark.split('"')[1], commands)
            return
        done = subprocess.run(
            ["bash", "-euc", commands],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=WITHIN_S,
            check=False,
        )
        self.seen[mark] = done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == 0 or mark == "doctor", done.stderr
        if mark == "key":
            self.values["GOODWORD_MASTER_KEY"] = done.stdout.strip()

    def leave_running(self, words: str, commands: str) -> None:
        """Start it and wait for what it says when it is ready."""
        process = subprocess.Popen(
            ["bash", "-euc", f"exec {commands}"],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.left.enter_context(process)
        self.left.callback(process.terminate)
        assert process.stderr is not None
        assert any(words in line for line in process.stderr), f"it never said: {words}"

    def environment(self) -> dict[str, str]:
        """Nothing of the tests' own, but where Slack is."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "SLACK_API_URL": self.slack.api_url,
        }


@pytest.fixture
def slack() -> Iterator[SandboxServer]:
    """Slack with the scopes of our own manifest, enforced."""
    with running_sandbox() as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path, slack: SandboxServer) -> Iterator[Desk]:
    for one in ROOT.iterdir():
        if one.name not in {"var", ".env", ".venv", ".git"}:
            (tmp_path / one.name).symlink_to(one)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    made = Desk(tmp_path, slack, {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN})
    with made.left:
        yield made


def first_kudos(slack: SandboxServer) -> None:
    """Steps 5 and 6 of the tutorial, by the words that stand in it."""
    text = words_of(TUTORIAL)
    for label in (
        home_words.HOME_SETTINGS,
        workspace_words.KUDOS_CHANNEL,
        workspace_words.GROUP,
        workspace_words.SAVE,
        share_words.SUBMIT,
        share_words.ALSO_HIDE_LABEL,
        share_words.PREVIEW_HEADING,
    ):
        assert f"**{label.strip('*')}**" in text, label
    people = ["U0ADA", "U0PRIYA"]
    made = slack.channel("good-words", members=people)
    slack.channel("good-words", members=[*people, "U0GOODWORD"])  # /invite @Goodword
    slack.open_home("Ada")
    slack.wait_for_home("Ada", home_words.HOME_SETTINGS)
    slack.click("Ada", home_words.HOME_SETTINGS, surface="home")
    slack.wait_for_modal("Ada", workspace_words.KUDOS_CHANNEL)
    chosen = {"kudos_channel": made["id"], "support_group": "S0SUPPORT"}
    assert slack.submit("Ada", chosen)["errors"] == {}
    slack.wait_for_home("Ada", workspace_words.SAVED)

    pasted = PASTED.search(text)
    assert pasted
    slack.command("Priya", pasted[1], channel="general")
    slack.wait_for_modal("Priya", "[email]")
    slack.submit("Priya")
    posted = str(slack.wait_for_message("good-words", "saved our weekend"))
    assert "Quill" not in posted
    assert "anselm" not in posted
    assert slack.violations() == []


def test_the_tutorial_leads_from_nothing_to_the_first_kudos(
    desk: Desk, slack: SandboxServer
) -> None:
    """Only what it says, in its order, with only the scopes of the manifest it prints."""
    desk.follow(TUTORIAL)

    assert yaml.safe_load(desk.seen["manifest"]) == yaml.safe_load(words_of("manifest.yaml"))
    assert "none is chosen" in desk.seen["doctor"]
    first_kudos(slack)
    desk.type("doctor", ".venv/bin/goodword doctor")
    assert "none is chosen" not in desk.seen["doctor"]


def test_on_one_machine_it_starts_after_the_tutorials_third_step(desk: Desk) -> None:
    """Two tokens, one command; the key and the database appear beside each other."""
    desk.enter("SLACK_BOT_TOKEN=\nSLACK_APP_TOKEN=\n")

    desk.follow("docs/how-to/run-on-one-machine.md")

    kept = {one.name: one for one in (desk.folder / "var").iterdir()}
    assert {"goodword.sqlite3", "goodword.key"} <= set(kept)
    assert kept["goodword.key"].stat().st_mode & 0o077 == 0


def test_over_http_with_postgresql_it_leads_to_the_first_kudos(
    desk: Desk, slack: SandboxServer, postgres: Postgres
) -> None:
    """Release, web and worker, as the Procfile names them."""
    port = free_port()
    desk.values |= {
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "DATABASE_URL": postgres.url(postgres.create(migrated=False)),
        "PORT": str(port),
        "GOODWORD_MASTER_KEY": "",
        "GOODWORD_PRAISE_SECRET": "a secret that only the tests know",
        "GOODWORD_INTAKE_CHANNELS": "C0PRAISE",
    }
    desk.enter("GOODWORD_PRAISE_SECRET=\nGOODWORD_INTAKE_CHANNELS=\n")

    desk.follow("docs/how-to/run-over-http.md")
    desk.follow("docs/how-to/send-praise-by-webhook.md")
    slack.wait_for_message("praise-inbox", "saved our weekend", "U0PRIYA")

    slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    first_kudos(slack)
    typed = [found["text"] for found in FENCE.finditer(words_of("docs/how-to/run-over-http.md"))]
    for line in words_of("Procfile").splitlines():
        assert f".venv/bin/{line.split(': ')[1]}\n" in typed


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])
