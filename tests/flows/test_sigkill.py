"""Real processes, really killed: what was promised is still kept once."""

import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from bot.settings import Settings
from storage.crypto import Keyring
from tests.flows.conftest import Bot, MovableClock
from tests.flows.shapes import MODES, Fleet, Host, Nursery, Shape, as_json, at_once
from tests.flows.test_a_good_word_travels import shown
from tests.sandbox_client import SandboxServer

WORDS = tuple(
    f"Thank you, you saved our {day}! That was kind and quick."
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
"""Shared one after the other until the one that is to die has its turn."""
DIES_IN = {"after_kudos": "serve", "before_call": "work", "after_call": "work"}


@dataclass
class Others:
    """The processes beside the one that dies: none for `goodword run`."""

    shape: Shape
    settings: Settings
    slack: SandboxServer
    fleet: Fleet | None
    hosts: list[Host] = field(default_factory=list)
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


@pytest.mark.parametrize("point", DIES_IN)
def test_a_kill_at_any_point_leaves_one_post(
    point: str,
    shape: Shape,
    settings: Settings,
    keyring: Keyring,
    nursery: Nursery,
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
    child, wire = nursery.bear("mortal", **told)
    others.deliver(*filter(None, [wire.answer()["port"]]))
    shared = share_until_it_dies(slack, nursery, child)
    if shape not in MODES or shape is Shape.PAIR:
        # Nobody is left to deliver it.
        assert len(shown(slack)) == (1 if point == "after_call" else 0)
    slack.wait_for(lambda: slack.state()["connections"] == 0, "the dead bot's connection to go")
    clock.advance(120)
    if shape is Shape.PAIR:
        others.start([mode])
    others.deliver()
    bot = Bot(settings, keyring, None, clock, others.hosts) if others.hosts else make_bot()
    slack.wait_for(lambda: len(shown(slack)) >= len(shared), "the posts")
    settle_down(bot, slack)
    assert (
        sorted(words for post in shown(slack) for words in shared if words in str(post)) == shared
    )
    assert len(shown(slack)) == len(shared)


def share_until_it_dies(slack: SandboxServer, nursery: Nursery, child: int) -> list[str]:
    """What was shared up to then; where two do the same work, the other may have had a turn."""
    for number, words in enumerate(WORDS, start=1):
        slack.command("U0PRIYA", f"/kudos {words}")
        slack.wait_for_modal("U0PRIYA", words)
        slack.submit("U0PRIYA")
        code = nursery.end_of(child, patience=3)
        if code is not None:
            assert code == -signal.SIGKILL
            return sorted(WORDS[:number])
        slack.close("U0PRIYA", everything=True)
    raise AssertionError("it did not die")


def settle_down(bot: Bot, slack: SandboxServer) -> None:
    """Give a second copy every chance to appear."""
    for _ in range(2):
        slack.wait_for(lambda: bot.unsettled() == 0, "every doubt to be resolved")
        bot.clock.advance(120)
        bot.tick("courier")
