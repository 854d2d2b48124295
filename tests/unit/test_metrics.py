import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.backlog import NOTHING, Backlog, Timer, Waiting
from bot.domain.delivery import (
    Absent,
    Accepted,
    Action,
    Claimed,
    Outcome,
    Outgoing,
    Purpose,
    Rejected,
    Search,
)
from bot.domain.redacted import Redaction, RedactionRequest, RedactionUnavailableError
from bot.metrics import KINDS, MeasuredGateway, MeasuredRedactor, Measures, kind_of
from bot.ports import StorageAwayError
from bot.slack_line import Web
from tests.fakes import ManualClock

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

    from slack_bolt.adapter.wsgi import SlackRequestHandler

BACKLOG = Backlog({"ready": Waiting(3, 12.5)}, {"ready": NOTHING}, {Timer.HANDOFF: Waiting(1, 4.0)})


def figures(measures: Measures) -> dict[str, float]:
    """Each sample by its name and labels, as they are scraped."""
    lines = [one for one in measures.text().decode().splitlines() if not one.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


class Slack:
    """Answers as told."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    def deliver(self, _claimed: Claimed) -> Outcome:
        return self.outcome

    def search(self, _claimed: Claimed) -> Search:
        return Absent()


class Held:
    """A redactor that never has time."""

    def redact(self, _request: RedactionRequest) -> Redaction:
        raise RedactionUnavailableError


def claimed() -> Claimed:
    outgoing = Outgoing("T1", "k", Action.POST, Purpose.KUDOS, "C1", {})
    return Claimed(1, 1, outgoing, "mark", 1, None, doubtful=False)


def test_the_backlog_is_told_in_numbers_by_state() -> None:
    """What an alarm is set on: how much waits, for how long."""
    told = figures(Measures.build(lambda _now: BACKLOG, ManualClock()))
    assert told["goodword_database_up"] == 1
    assert told['goodword_outbox{state="ready"}'] == 3
    assert told['goodword_outbox_oldest_seconds{state="ready"}'] == 12.5
    assert told['goodword_late_oldest_seconds{timer="handoff"}'] == 4


def test_a_database_that_is_away_is_told_and_breaks_nothing() -> None:
    """A scrape that fails would hide the one thing that is wrong."""

    def away(_now: datetime) -> Backlog:
        raise StorageAwayError

    told = figures(Measures.build(away, ManualClock()))
    assert told["goodword_database_up"] == 0
    assert not any(name.startswith("goodword_outbox") for name in told)


def test_however_often_somebody_scrapes_the_database_is_spared() -> None:
    """The address may be open to more than one reader."""
    asked: list[datetime] = []

    def read(now: datetime) -> Backlog:
        asked.append(now)
        return BACKLOG

    clock = ManualClock()
    measures = Measures.build(read, clock)
    for _ in range(5):
        measures.text()
    clock.advance(3)
    measures.text()
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("outcome", "word"), [(Accepted("C1", "1.0"), "accepted"), (Rejected("no"), "rejected")]
)
def test_attempts_are_counted_by_purpose_and_outcome(outcome: Outcome, word: str) -> None:
    """Deliveries that go wrong are seen before somebody misses them."""
    measures = Measures.build(lambda _now: BACKLOG, ManualClock())
    assert MeasuredGateway(Slack(outcome), measures).deliver(claimed()) == outcome
    told = figures(measures)
    assert told[f'goodword_deliveries_total{{outcome="{word}",purpose="kudos"}}'] == 1
    assert told["goodword_delivery_seconds_count"] == 1


def test_a_held_text_is_counted_and_still_held() -> None:
    """The measure must not turn a refusal into an answer."""
    measures = Measures.build(lambda _now: BACKLOG, ManualClock())
    with pytest.raises(RedactionUnavailableError):
        MeasuredRedactor(Held(), measures).redact(RedactionRequest("raw words"))
    told = figures(measures)
    assert told["goodword_redaction_holds_total"] == 1
    assert told["goodword_redaction_seconds_count"] == 1


def test_the_lag_of_an_event_is_observed_in_seconds() -> None:
    """From being stored to being acted on."""
    measures = Measures.build(lambda _now: BACKLOG, ManualClock())
    measures.acted(timedelta(milliseconds=1500))
    assert figures(measures)["goodword_event_lag_seconds_sum"] == 1.5


@given(st.dictionaries(st.sampled_from(["type", "command", "user"]), st.text(), max_size=3))
def test_no_payload_can_write_a_label(body: Mapping[str, Any]) -> None:
    """A label that a stranger chooses would carry words, and grow without end."""
    assert kind_of(body) in KINDS | {"other"}


def test_labels_come_from_a_short_list() -> None:
    """No person, channel, workspace or text is a label."""
    measures = Measures.build(lambda _now: BACKLOG, ManualClock())
    measures.acks.labels("command", "acked").observe(0.1)
    MeasuredGateway(Slack(Accepted("C1", "1.0")), measures).deliver(claimed())
    names = set(re.findall(r"[{,](\w+)=", measures.text().decode()))
    assert names <= {"kind", "result", "purpose", "outcome", "state", "timer", "le"}


def test_serve_answers_a_scrape_on_its_own_port() -> None:
    """Beside Slack's requests; whatever else is asked goes to Slack's door."""
    asked: list[str] = []

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        asked.append(f"{status} {dict(headers)['Content-Type']}")

    measures = Measures.build(lambda _now: BACKLOG, ManualClock())
    web = Web(slack=cast("SlackRequestHandler", None), is_ready=bool, metrics=measures.text)
    told = b"".join(web({"PATH_INFO": "/metrics"}, cast("StartResponse", start_response)))
    assert b"goodword_database_up 1.0" in told
    assert asked[0].startswith("200 OK text/plain; version=")
