"""The sandbox's clock, seen from another process.

It satisfies the product's ``Clock`` port, so that ``POST /_control/clock`` moves
the bot as well as the simulated workspace.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import uuid4

NEVER_SEEN = -1
STEP_SECONDS = 0.05
"""How soon a waiting thread notices that the clock was moved (real seconds)."""
RETRY_SECONDS = 0.5
ASK_WITHIN_SECONDS = 15.0
"""The sandbox holds a question for ten seconds; allow it a little longer."""


@dataclass
class SandboxClock:
    """Real time plus the sandbox's offset, followed by a thread between start and stop."""

    url: str
    _name: str = field(default_factory=lambda: uuid4().hex)
    _offset: float = 0.0
    _version: int = NEVER_SEEN
    _stopped: threading.Event = field(default_factory=threading.Event)

    def start(self) -> SandboxClock:
        """Learn the offset, then keep following it; raises OSError when nobody answers."""
        self._ask()
        threading.Thread(target=self._follow, name="sandbox-clock", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop following."""
        self._stopped.set()

    def now(self) -> datetime:
        """Return the simulated time, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def sleep(self, seconds: float) -> None:
        """Rest until ``seconds`` of simulated time are over."""
        self.wait(self._stopped, seconds)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Rest until ``event`` is set (True) or ``seconds`` of simulated time are over."""
        due = self.now() + timedelta(seconds=seconds)
        while (left := (due - self.now()).total_seconds()) > 0:
            if event.wait(min(left, STEP_SECONDS)):
                return True
        return event.is_set()

    def _follow(self) -> None:
        while not self._stopped.is_set():
            try:
                self._ask()
            except (OSError, HTTPException, ValueError):
                time.sleep(RETRY_SECONDS)

    def _ask(self) -> None:
        query = urlencode({"name": self._name, "seen": self._version})
        address = f"{self.url.rstrip('/')}/_control/clock/follow?{query}"
        with urlopen(address, timeout=ASK_WITHIN_SECONDS) as response:  # noqa: S310 (loopback)
            said = json.load(response)
        self._offset, self._version = float(said["offset"]), int(said["version"])
