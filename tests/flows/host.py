"""A process of the bot for the tests: `serve` or `work`, put together anew for each test.

The redaction workers, which take seconds to start, stay. Orders come as JSON lines on standard
input, answers go to standard output; the end of the input ends the process. Time is the
simulated Slack's.

usage: host.py http://127.0.0.1:PORT MASTER_KEY
"""

import json
import sys
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot import app as composition
from bot import logs
from bot.app import Goodword, Mode
from bot.app_start import start_redactor
from bot.redaction.redactor import PooledRedactor
from bot.settings import Settings
from bot.slack_line import HttpLine
from sandbox.remote_clock import SandboxClock
from storage.crypto import Keyring

Json = dict[str, Any]
PATIENCE_S = 20


class Unclosed:
    """Stands where a bot would close the workers that the next one needs."""

    def close(self) -> None:
        """Leave the workers running."""


@dataclass
class Host:
    """Holds at most one bot."""

    keyring: Keyring
    redactor: PooledRedactor
    clock: SandboxClock
    goodword: Goodword | None = None
    thread: threading.Thread | None = None

    def start(self, mode: str, settings: Json) -> Json:
        """Put a bot together and answer the port it listens on."""
        made = composition.assemble(
            Settings(_env_file=None, **settings),
            self.clock,
            self.keyring,
            self.redactor,
            Mode(mode),
        )
        self.goodword = replace(made, redactor=Unclosed())  # type: ignore[arg-type]
        ready = threading.Event()
        self.thread = threading.Thread(target=self.goodword.run, args=(ready.set,), name="bot")
        self.thread.start()
        if not ready.wait(PATIENCE_S):
            raise TimeoutError("the bot did not start")
        return {"port": made.line.port if isinstance(made.line, HttpLine) else 0}

    def stop(self) -> Json:
        """Stop it as SIGTERM would."""
        if self.goodword and self.thread:
            self.goodword.stop()
            self.thread.join(PATIENCE_S)
            if self.thread.is_alive():
                raise TimeoutError("the bot did not stop")
        self.goodword = self.thread = None
        return {}

    def redaction(self, seconds: float, queue: float) -> Json:
        """Give redaction so much time; answers what it had."""
        workers = self.redactor.workers
        had = {"seconds": workers._deadline, "queue": workers._queue}
        workers._deadline, workers._queue = seconds, queue
        return had

    def tick(self, job: str) -> Json:
        """Let the clock ask at once."""
        assert self.goodword is not None
        found = self.goodword.scheduler.get_job(job)
        if found is not None:
            found.modify(next_run_time=datetime.now(UTC))
        return {}

    def hurry(self, job: str, seconds: float) -> Json:
        """Let the clock ask that often."""
        assert self.goodword is not None
        if self.goodword.scheduler.get_job(job) is not None:
            self.goodword.scheduler.reschedule_job(job, trigger="interval", seconds=seconds)
        return {}

    def settings_changed(self, team: str) -> Json:
        """Read the workspace's settings anew."""
        assert self.goodword is not None
        self.goodword.directory.settings_changed(team)
        return {}


def say(answer: Json) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main(slack: str, master_key: str) -> None:
    logs.configure()
    keyring = Keyring(master_key)
    settings = Settings(_env_file=None, goodword_redaction_workers=1)
    host = Host(keyring, start_redactor(settings, keyring), SandboxClock(slack).start())
    say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = getattr(host, order.pop("do"))(**order)
        except (AssertionError, OSError, TimeoutError, composition.StartError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        say(answer)
    host.stop()
    host.clock.stop()
    host.redactor.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
