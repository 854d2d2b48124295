"""The load is what Slack would send, and its figures are what they are called."""

import re
from pathlib import Path

from benchmarks.load_client import Answered, event, submission, summary
from benchmarks.scale_needs import needs
from bot.domain.inbox import Happening
from handlers.payloads_inbox import stored_event

PAGE = Path(__file__).parents[2] / "docs" / "why" / "scale.md"


def test_each_event_of_the_load_is_one_the_bot_stores_once() -> None:
    """Events that nothing is done about would be acknowledged for free."""
    stored = [stored_event(event(number, "T1")) for number in range(3)]
    assert [one.kind for one in stored if one] == [Happening.POSTED] * 3
    assert len({one.event_id for one in stored if one}) == 3


def test_each_share_of_the_load_is_a_request_of_its_own() -> None:
    """Else the second one would be the first one, answered at once."""
    like = {"view": {"id": "V1", "root_view_id": "V1"}, "user": {"id": "U0"}, "type": "x"}
    first, second = submission(like, "U1", 1), submission(like, "U1", 2)
    assert first["view"]["root_view_id"] != second["view"]["root_view_id"]
    assert like["view"]["id"] == "V1"


def test_a_late_or_refused_answer_is_counted() -> None:
    """A hundredth of the answers is what p99 is about."""
    answers = [Answered(0.01, acked=True)] * 98 + [Answered(0.5, acked=False), Answered(3.5, True)]  # noqa: FBT003
    found = summary(answers)
    assert (found["count"], found["p50_ms"], found["p99_ms"]) == (100, 10.0, 500.0)
    assert (found["late"], found["refused"], found["max_ms"]) == (1, 1, 3500.0)


def test_the_arithmetic_of_the_documentation_is_that_of_the_benches() -> None:
    """docs/why/scale.md shows each line; figures and constants come from where they are made."""
    scale = {"postgresql": {"bytes_a_kudos": 1_470}}
    load = {"acks": {"rate": 50.0}, "redaction": {"1": [{"a_second": 10.0}]}}
    page = PAGE.read_text(encoding="utf-8")
    found = needs(scale, load)
    assert found["redaction workers"] == 3
    shown = {
        "kudos": "kudos a second",
        "events": "events a second",
        "disk": "GB a year",
        "web processes": "web processes",
        "worker processes": "worker processes",
        "connections": "connections",
    }
    second = page.partition("## 10,000 workspaces")[2]
    for row, name in shown.items():
        told = re.search(rf"^\| {row} \|.*\| ([\d.]+)[^|]*\|$", second, re.MULTILINE)
        assert told, row
        assert abs(float(told[1]) - found[name]) < 0.5, row
