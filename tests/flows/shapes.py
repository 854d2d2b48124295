"""The four shapes a bot runs in, and the processes of two of them."""

import enum
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.settings import Settings

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]


class Shape(enum.StrEnum):
    """Database, way to Slack, processes."""

    SQLITE = "sqlite-socket"
    POSTGRES = "postgresql-socket"
    PAIR = "postgresql-http-1+1"
    FOUR = "postgresql-http-2+2"


USUAL = (Shape.SQLITE, Shape.FOUR)
ONE_PROCESS = (Shape.SQLITE, Shape.POSTGRES)
EVERY = tuple(Shape)
MODES = {Shape.PAIR: ("serve", "work"), Shape.FOUR: ("serve", "serve", "work", "work")}


@dataclass
class Host:
    """A process that holds a bot (tests/flows/host.py)."""

    process: subprocess.Popen[str]

    def order(self, do: str, **more: object) -> Json:
        """Have something done; raises AssertionError with what the process says."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> Json:
        """Wait for the next answer."""
        assert self.process.stdout is not None
        answer: Json = json.loads(self.process.stdout.readline() or '{"error": "it is gone"}')
        assert "error" not in answer, answer["error"]
        return answer


@dataclass
class Fleet:
    """Four processes, started when the first test needs them, kept for all."""

    slack_url: str
    master_key: str
    log: Path
    exits: ExitStack = field(default_factory=ExitStack)
    hosts: list[Host] = field(default_factory=list)

    def get(self, count: int) -> Sequence[Host]:
        """That many processes; two start at a time, for starting takes all of two cores."""
        while len(self.hosts) < count:
            pair = [Host(self.exits.enter_context(self._started())) for _ in range(2)]
            for host in pair:
                host.answer()
            self.hosts += pair
        return self.hosts[:count]

    @contextmanager
    def _started(self) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-m", "tests.flows.host", self.slack_url, self.master_key]
        with (
            self.log.open("a") as log,
            subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as process,
        ):
            yield process
            assert process.stdin is not None
            process.stdin.close()
            process.wait(20)


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
