import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import logs

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "logs.md"


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """Leave no logger behind that writes where this test's output went."""
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()


def test_a_key_that_is_not_listed_never_reaches_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever somebody adds to a line by mistake: words, names, an exception's text."""
    logs.configure()
    said = structlog.get_logger().bind(customer="Ngozi Okafor")
    try:
        int("ngozi@lumobakery.example")
    except ValueError:
        said.error("post_dead", key="kudos:1", body="Thank you", exc_info=True)
    [line] = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert set(told) == {"event", "key", "level", "timestamp"}
    assert (told["event"], told["key"]) == ("post_dead", "kudos:1")


def test_what_is_listed_is_what_the_reference_explains() -> None:
    """docs/reference/logs.md has a row for each key, and no other."""
    page = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    rows = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert rows == set(logs.ALLOWED)


def test_what_the_demo_logs_does_not_bury_its_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From warnings on: each post had put a line of JSON under the address one looks for."""
    logs.configure(logging.WARNING)
    structlog.get_logger().info("post_delivered")
    structlog.get_logger().warning("post_retried")
    [line] = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "post_retried"
