"""Bears the bot's processes for the tests. Everything slow is imported once; each is a fork.

Orders come as JSON lines on standard input: `host`, `mortal`, `swept` and `worker` bear a process
that connects to the Unix socket `door` and does there what its module says; `end` waits for one to
end. Answers go to standard output. The end of the input ends the nursery and whoever is left in it.
"""

import gc
import json
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TextIO

from sqlalchemy.orm import configure_mappers

from bot import app as composition
from bot.app import Mode
from bot.domain.redacted import RedactionUnavailableError
from bot.redaction import warm
from bot.redaction.detection import Detection, Job
from bot.redaction.redactor import PooledRedactor
from sandbox.remote_clock import SandboxClock
from storage.crypto import Keyring
from tests.flows import host, mortal
from tests.flows.sweep import life as swept
from tests.simulation import worker

Json = dict[str, Any]
PATIENCE_S = 30


@dataclass
class Here:
    """Stands where a bot has a pool of workers: the fork's own copy of the warm engine."""

    _deadline: float = 1.0
    _queue: float = 0.5

    def analyse(self, job: Job) -> Detection:
        """Analyse at once; refuses like the pool when it is given no time."""
        if self._deadline <= 0:
            raise RedactionUnavailableError("the analysis took too long")
        (engine,) = warm.engines.values()
        return engine.detect(job)

    def close(self) -> None:
        """Nothing to stop."""


def redactor_of(keyring: Keyring) -> PooledRedactor:
    return PooledRedactor(Here(), keyring.derive("redaction"))  # type: ignore[arg-type]


def live_as_host(door: TextIO, slack: str, master_key: str) -> None:
    keyring = Keyring(master_key)
    host.serve(door, keyring, redactor_of(keyring), slack)


def live_as_mortal(door: TextIO, point: str, mode: str, slack: str, settings: Json) -> None:
    made = composition.Settings(_env_file=None, **settings)
    keyring = Keyring(made.goodword_master_key.get_secret_value())
    mortal.run(
        point,
        made,
        keyring,
        redactor_of(keyring),
        SandboxClock(slack).start(),
        Mode(mode),
        lambda port: host.say(door, {"port": port}),
    )


def live_as_worker(door: TextIO, master_key: str, offset: float) -> None:
    keyring = Keyring(master_key)
    worker.live(door, keyring, redactor_of(keyring), offset)


def live_as_swept(door: TextIO, settings: Json) -> None:
    made = composition.Settings(_env_file=None, **settings)
    keyring = Keyring(made.goodword_master_key.get_secret_value())
    swept.live(door, made, keyring, redactor_of(keyring))


LIVES: dict[str, Callable[..., None]] = {
    "host": live_as_host,
    "mortal": live_as_mortal,
    "swept": live_as_swept,
    "worker": live_as_worker,
}


def bear(life: str, door: str, **more: Any) -> int:  # noqa: ANN401 - an order's own words
    """Fork; answers the child's process id. The child never returns."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        sys.stdin.close()
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(door)
            with line.makefile("rw") as lines:
                LIVES[life](lines, **more)
        code = 0
    except Exception:  # noqa: BLE001 - the end of a process: nothing else would show it
        traceback.print_exc()
    finally:
        # A fork of the nursery must not end as the nursery would.
        os._exit(code)


def end_of(child: int, patience: float = PATIENCE_S) -> int | None:
    """How it ended: an exit code, or minus the signal; None when it lives on."""
    latest = time.monotonic() + patience
    while time.monotonic() < latest:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    return None


def main() -> None:
    children: set[int] = set()
    # Each fork would find out by itself how the tables hang together.
    configure_mappers()
    # What is here is here to stay; looking at it again would copy its pages into every fork.
    gc.collect()
    gc.freeze()
    host.say(sys.stdout, {"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "end":
            code = end_of(order["child"], order["patience"])
            if code is not None:
                children.discard(order["child"])
            host.say(sys.stdout, {"code": code})
            continue
        child = bear(order.pop("do"), **order)
        children.add(child)
        host.say(sys.stdout, {"child": child})
    for child in children:
        if end_of(child) is None:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
