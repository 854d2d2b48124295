"""The demo around the bot: the morning it begins on, what comes in, and when its timers end."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from bot.settings import Settings
from sandbox import seed, seed_people
from sandbox.json_types import Json
from sandbox.seed_past import past
from sandbox.seed_people import PRAISE
from sandbox.seed_words import WAITING

LOOK_EVERY_S = 0.4
"""How soon the page knows of a new timer (real seconds)."""
WITHIN_S = 20.0
PAUSE = timedelta(minutes=7)
"""Between the messages that come in before one opens the page."""
HELPDESK = "Helpdesk"


def prepare(url: str, settings: Settings) -> None:
    """Fill an empty simulated Slack and an empty database, and set the clock."""
    now = seed.today(datetime.now(UTC))
    _post(url, "reset", seed_people.as_reset())
    _post(url, "clock", {"set": now.isoformat()})
    posts = seed.fill(settings, url, now, past(now))
    _post(url, "past", {"messages": posts})


def arrive(url: str) -> None:
    """Let this morning's messages come in, as people and the helpdesk post them."""
    for author, text in WAITING:
        who = {"user": author} if author else {"bot": HELPDESK}
        _post(url, "message", {"channel": PRAISE, "text": text, **who})
        _post(url, "clock", {"advance": PAUSE.total_seconds()})


@dataclass
class Timers:
    """Tells the simulated Slack when the bot's next handoff timer ends, for its time machine.

    Reads the file by itself: the product's own sessions begin by taking the write lock.
    """

    url: str
    database: Path
    _stopped: threading.Event = field(default_factory=threading.Event)
    _told: str | None = None

    def start(self) -> None:
        """Look again and again until `stop`."""
        threading.Thread(target=self._run, name="timers", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            with suppress(sqlite3.Error, OSError, HTTPException):
                self._tell()

    def _tell(self) -> None:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("SELECT min(due_at) FROM handoffs").fetchone()
        if found == self._told:
            return
        at = datetime.fromisoformat(found).replace(tzinfo=UTC).isoformat() if found else None
        _post(self.url, "due", {"at": at})
        self._told = found


def _post(url: str, name: str, body: Json) -> None:
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = Request(f"{url}/_control/{name}", data=data, headers=headers)  # noqa: S310 (loopback)
    with urlopen(request, timeout=WITHIN_S) as response:  # noqa: S310 (loopback)
        response.read()
