"""Figures are scraped after a journey: they are there, and nobody and nothing is in them."""

import re
from collections.abc import Callable
from urllib.request import urlopen

import pytest

from bot.app_operations import MeasuredLine
from tests.flows.conftest import IDENTITIES, Bot
from tests.flows.shapes import Shape
from tests.flows.test_a_good_word_travels import share_from_message
from tests.sandbox_client import SandboxServer

IDS = re.compile(r"\b[UCTDSW]0[A-Z]+\b")


def scrape(bot: Bot) -> str:
    """What the bot says on its port for figures."""
    assert bot.goodword is not None
    assert isinstance(bot.goodword.line, MeasuredLine)
    with urlopen(f"http://127.0.0.1:{bot.goodword.line.port}/metrics", timeout=10) as answer:
        told: str = answer.read().decode()
    return told


def figures(text: str) -> dict[str, float]:
    """Each sample by its name and labels."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.shapes(Shape.SQLITE)
def test_a_journey_leaves_figures_and_no_names(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """Acks, redaction, deliveries and what waits; no person, channel, workspace or word."""
    bot = make_bot(metrics_port=0)
    share_from_message(slack)
    slack.wait_for_message("kudos", "you saved our launch")
    slack.open_home("U0PRIYA")
    lag = "goodword_event_lag_seconds_count"
    slack.wait_for(lambda: figures(scrape(bot))[lag], "the event to be acted on", within=60)
    text = scrape(bot)
    told = figures(text)
    assert told['goodword_ack_seconds_count{kind="view_submission",result="acked"}'] == 1
    assert told['goodword_ack_seconds_count{kind="event_callback",result="acked"}'] >= 1
    assert told["goodword_redaction_seconds_count"] >= 2
    assert told['goodword_outbox{state="dead"}'] == 0
    assert told['goodword_deliveries_total{outcome="accepted",purpose="kudos"}'] == 1
    assert IDS.findall(text) == []
    assert [name for name in IDENTITIES if name in text.lower()] == []
