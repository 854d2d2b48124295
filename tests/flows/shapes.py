"""The four shapes a bot runs in, and the processes of two of them."""

import enum
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TextIO

from pydantic import SecretStr

from bot.settings import Settings

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
BORN_WITHIN_S = 60
"""On a busy machine; a fork takes a moment."""

ENDS_WITHIN_S = 30


class Shape(enum.StrEnum):
    """Database, way to Slack, processes."""

    SQLITE = "sqlite-socket"
    POSTGRES = "postgresql-socket"
    PAIR = "postgresql-http-1+1"
    FOUR = "postgresql-http-2+2"


ONE_PROCESS = (Shape.SQLITE, Shape.POSTGRES)
EVERY = tuple(Shape)
FARTHEST = (Shape.SQLITE, Shape.FOUR)
"""What lies in between differs from one of them in one thing only."""
IN_BOTH = (
    "tests/flows/sweep/test_sigkill.py",
    "tests/flows/test_a_good_word_travels.py",
    "tests/flows/test_bad_input.py",
    "tests/flows/test_dead_letters.py",
)
"""What promises that nothing is lost and nothing posted twice is always played in both of these."""
MODES = {Shape.PAIR: ("serve", "work"), Shape.FOUR: ("serve", "serve", "work", "work")}


def is_others_turn(test: str, shape: Shape) -> bool:
    """Whether `make test` plays this test, of this id, in the other of the two farthest shapes.

    Its own name decides, so that it is the same one in every run. `make check` plays all four.
    """
    if test.startswith(IN_BOTH):
        return False
    turn = zlib.crc32(test.replace(shape.value, "").encode()) % len(FARTHEST)
    return shape is not FARTHEST[turn]


@dataclass
class Wire:
    """JSON lines to and from a process."""

    orders: TextIO
    answers: TextIO

    def order(self, do: str, **more: object) -> Json:
        """Have something done; raises AssertionError with what the process says."""
        self.orders.write(json.dumps({"do": do, **more}) + "\n")
        self.orders.flush()
        return self.answer()

    def answer(self) -> Json:
        """Wait for the next answer."""
        answer: Json = json.loads(self.answers.readline() or '{"error": "it is gone"}')
        assert "error" not in answer, answer["error"]
        return answer


@dataclass
class Host(Wire):
    """A process that holds a bot (tests/flows/host.py)."""

    pid: int


@dataclass
class Nursery:
    """Bears processes of the bot (tests/flows/nursery.py)."""

    wire: Wire
    folder: Path
    exits: ExitStack
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def bear(self, life: str, **more: object) -> tuple[int, Wire]:
        """A new process and the wire to it, which hangs up with the nursery."""
        door = self.folder / str(next(self.numbers))
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(door))
            listening.listen(1)
            listening.settimeout(BORN_WITHIN_S)
            child = self.wire.order(life, door=str(door), **more)["child"]
            line = listening.accept()[0]
        with line:
            line.settimeout(None)
            # The socket closes with the last of these.
            orders = self.exits.enter_context(line.makefile("w"))
            return child, Wire(orders, self.exits.enter_context(line.makefile("r")))

    def end_of(self, child: int, patience: float = ENDS_WITHIN_S) -> int | None:
        """The exit code of one that is about to end, or minus its signal; None if it lives on."""
        code: int | None = self.wire.order("end", child=child, patience=patience)["code"]
        return code


@contextmanager
def running_nursery(log: Path) -> Iterator[Nursery]:
    """Start it; whatever it bore ends with it."""
    with (
        tempfile.TemporaryDirectory(prefix="goodword-") as folder,
        log.open("a") as lines,
        subprocess.Popen(
            [sys.executable, "-m", "tests.flows.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=lines,
            text=True,
            start_new_session=True,
        ) as process,
        ending_its_group(process),
        ExitStack() as exits,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        exits.callback(process.stdin.close)
        wire = Wire(process.stdin, process.stdout)
        wire.answer()
        yield Nursery(wire, Path(folder), exits)


@contextmanager
def ending_its_group(leader: subprocess.Popen[str]) -> Iterator[None]:
    """Once its leader has ended, or should have, nobody of the group goes on."""
    try:
        yield
        with suppress(subprocess.TimeoutExpired):
            leader.wait(ENDS_WITHIN_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(leader.pid, signal.SIGKILL)


@dataclass
class Fleet:
    """Four processes, started when the first test needs them, kept for all."""

    nursery: Nursery
    slack_url: str
    master_key: str
    hosts: list[Host] = field(default_factory=list)

    def get(self, count: int) -> Sequence[Host]:
        """That many processes."""
        while len(self.hosts) < count:
            pid, wire = self.nursery.bear("host", slack=self.slack_url, master_key=self.master_key)
            wire.answer()
            self.hosts.append(Host(wire.orders, wire.answers, pid))
        return self.hosts[:count]


def at_once(hosts: Sequence[Host], orders: Sequence[Json]) -> list[Json]:
    """Give each process its order, all at the same time."""
    with ThreadPoolExecutor(len(hosts)) as pool:
        return list(
            pool.map(lambda pair: pair[0].order(**pair[1]), zip(hosts, orders, strict=True))
        )


def as_json(settings: Settings) -> Json:
    """Settings as they go over the wire."""
    return {name: _plain(value) for name, value in settings if name != "port"} | {"port": 0}


def _plain(value: object) -> object:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case frozenset() | tuple():
            return sorted(value)
        case Path():
            return str(value)
        case _:
            return value
