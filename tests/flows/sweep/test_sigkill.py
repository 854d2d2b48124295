"""Real processes, really killed: what was promised is still kept once."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest

from bot.settings import Settings
from storage.crypto import Keyring
from tests.flows.conftest import Bot, MovableClock
from tests.flows.shapes import MODES, Fleet, Host, Nursery, Shape, as_json, at_once
from tests.flows.test_a_good_word_travels import shown
from tests.sandbox_client import SandboxServer

WORDS = "Thank you, you saved our Monday! That was kind and quick."
DIES_IN = {"after_kudos": "serve", "before_call": "work", "after_call": "work"}


@dataclass
class Others:
    """The processes beside the one that dies: none for `goodword run`."""

    shape: Shape
    settings: Settings
    slack: SandboxServer
    fleet: Fleet | None
    hosts: list[Host] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    ports: list[int] = field(default_factory=list)

    def start(self, modes: Sequence[str]) -> None:
        """More of them."""
        if self.fleet is None or not modes:
            return
        more = self.fleet.get(len(self.hosts) + len(modes))[len(self.hosts) :]
        orders = [
            {"do": "start", "mode": mode, "settings": as_json(self.settings)} for mode in modes
        ]
        self.ports += [answer["port"] for answer in at_once(more, orders) if answer["port"]]
        self.hosts += more
        self.modes += modes

    @contextmanager
    def standing_still(self, mode: str) -> Iterator[None]:
        """Those of one kind do nothing for as long as this lasts, so that another has its turn."""
        still = [host.pid for host, own in zip(self.hosts, self.modes, strict=True) if own == mode]
        for pid in still:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in still:
                os.kill(pid, signal.SIGCONT)

    def deliver(self, *more: int) -> None:
        """Let Slack send everything to them, or to these alone."""
        if self.fleet is not None:
            ports = more or tuple(self.ports)
            self.slack.deliver_to(*(f"http://127.0.0.1:{port}/slack/events" for port in ports))


@pytest.fixture
def others(
    shape: Shape, settings: Settings, slack: SandboxServer, request: pytest.FixtureRequest
) -> Iterator[Others]:
    fleet = request.getfixturevalue("fleet") if shape in MODES else None
    made = Others(shape, settings, slack, fleet)
    yield made
    if made.hosts:
        at_once(made.hosts, [{"do": "stop"}] * len(made.hosts))
    slack.deliver_to()


@dataclass
class Mortal:
    """Lets bots be born that are to die."""

    nursery: Nursery
    children: list[int] = field(default_factory=list)

    def bear(self, **told: object) -> int:
        """A new one; answers the port it listens on, or 0."""
        child, wire = self.nursery.bear("mortal", **told)
        self.children.append(child)
        port: int = wire.answer()["port"]
        return port

    def end(self) -> int | None:
        """How the last one ended."""
        code = self.nursery.end_of(self.children[-1])
        if code is not None:
            self.children.pop()
        return code


@pytest.fixture
def mortal(nursery: Nursery) -> Iterator[Mortal]:
    """Whoever did not die as it should dies here: it would hear what the next bot is told."""
    made = Mortal(nursery)
    yield made
    for child in made.children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("point", DIES_IN)
def test_a_kill_at_any_point_leaves_one_post(
    point: str,
    shape: Shape,
    settings: Settings,
    keyring: Keyring,
    mortal: Mortal,
    others: Others,
    make_bot: Callable[..., Bot],
    clock: MovableClock,
) -> None:
    """After the commit, before the call, after Slack accepted: once, within two minutes.

    Of two and two the others go on by themselves; elsewhere the one that died is started again.
    """
    slack, mode = others.slack, DIES_IN[point] if shape in MODES else "run"
    rest = list(MODES.get(shape, ("run",)))
    rest.remove(mode)
    others.start(rest)
    told = {"point": point, "mode": mode, "slack": slack.url, "settings": as_json(settings)}
    others.deliver(*filter(None, [mortal.bear(**told)]))
    if mode == "run":
        slack.wait_for_connection()
    with others.standing_still(mode):
        share(slack)
        assert mortal.end() == -signal.SIGKILL
        if mode != "serve":
            assert len(shown(slack)) == (1 if point == "after_call" else 0)
    slack.wait_for(lambda: slack.state()["connections"] == 0, "the dead bot's connection to go")
    clock.advance(120)
    if shape is Shape.PAIR:
        others.start([mode])
    others.deliver()
    bot = Bot(settings, keyring, None, clock, others.hosts) if others.hosts else make_bot()
    slack.wait_for(lambda: shown(slack), "the post")
    settle_down(bot, slack)
    assert len(shown(slack)) == 1


def share(slack: SandboxServer) -> None:
    slack.command("U0PRIYA", f"/kudos {WORDS}")
    slack.wait_for_modal("U0PRIYA", WORDS)
    slack.submit("U0PRIYA")


def settle_down(bot: Bot, slack: SandboxServer) -> None:
    """Give a second copy every chance to appear."""
    for _ in range(2):
        slack.wait_for(lambda: bot.unsettled() == 0, "every doubt to be resolved")
        bot.clock.advance(120)
        bot.tick("courier")
