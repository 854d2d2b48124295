"""Figures for Prometheus. No label carries a person, a channel, a workspace or a word."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self, assert_never

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from slack_bolt import App, BoltRequest, BoltResponse

from bot.domain.backlog import Backlog, Waiting
from bot.domain.delivery import (
    Accepted,
    Claimed,
    Lapsed,
    NotAccepted,
    Outcome,
    Postponed,
    Rejected,
    Search,
    Unclear,
)
from bot.domain.redacted import Redaction, RedactionRequest, RedactionUnavailableError
from bot.ports import Clock, Redactor, SlackGateway, StorageAwayError

log = structlog.get_logger()

READ_AT_MOST_EVERY: Final = timedelta(seconds=2)
"""However often somebody asks, the database is asked no more often."""
ACK_EDGES: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds. Slack waits three."""
REDACTION_EDGES: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5)
"""Seconds. A text that takes longer than one is held, after half a second in the queue."""
CALL_EDGES: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds. A call is given up after ten."""
LAG_EDGES: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 3600.0)
"""Seconds from a stored event to what follows from it."""
KINDS: Final = frozenset(
    {
        "event_callback", "command", "block_actions", "view_submission", "view_closed",
        "shortcut", "message_action", "block_suggestion",
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything this process counts; `registry` gathers it with what the database says."""

    registry: CollectorRegistry
    acks: Histogram
    lag: Histogram
    deliveries: Counter
    calls: Histogram
    redactions: Histogram
    holds: Counter

    @classmethod
    def build(cls, read: Callable[[datetime], Backlog], clock: Clock) -> Self:
        """A registry of its own, so that two bots in one process do not share figures."""
        registry = CollectorRegistry()
        registry.register(BacklogCollector(read, clock))
        ProcessCollector(registry=registry)
        return cls(
            registry,
            acks=Histogram(
                "goodword_ack_seconds",
                "From a payload's arrival to its acknowledgement.",
                ["kind", "result"],
                buckets=ACK_EDGES,
                registry=registry,
            ),
            lag=Histogram(
                "goodword_event_lag_seconds",
                "From a stored event to what follows from it.",
                buckets=LAG_EDGES,
                registry=registry,
            ),
            deliveries=Counter(
                "goodword_deliveries",
                "Attempts to deliver, by what they were for and how they ended.",
                ["purpose", "outcome"],
                registry=registry,
            ),
            calls=Histogram(
                "goodword_delivery_seconds",
                "How long Slack took for an attempt.",
                buckets=CALL_EDGES,
                registry=registry,
            ),
            redactions=Histogram(
                "goodword_redaction_seconds",
                "How long a text took to be read, the wait for a worker included.",
                buckets=REDACTION_EDGES,
                registry=registry,
            ),
            holds=Counter(
                "goodword_redaction_holds",
                "Texts that were held because they could not be checked in time.",
                registry=registry,
            ),
        )

    def text(self) -> bytes:
        """What is scraped, in Prometheus' text format."""
        return generate_latest(self.registry)

    def acted(self, after: timedelta) -> None:
        """An event led to what follows from it."""
        self.lag.observe(after.total_seconds())


@dataclass(slots=True, eq=False)
class BacklogCollector(Collector):
    """What waits in the database, asked when somebody scrapes."""

    read: Callable[[datetime], Backlog]
    clock: Clock
    _last: tuple[datetime, Backlog | None] | None = None

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance: registering must not ask the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The gauges, or only the word that the database is away."""
        backlog = self._backlog()
        up = float(backlog is not None)
        yield GaugeMetricFamily("goodword_database_up", "Whether it answers.", value=up)
        if backlog is None:
            return
        yield from _gauges("goodword_outbox", "Deliveries", "state", backlog.outbox)
        yield from _gauges("goodword_inbox", "Stored events", "state", backlog.inbox)
        yield from _gauges("goodword_late", "Timers whose moment has passed", "timer", backlog.late)

    def _backlog(self) -> Backlog | None:
        now = self.clock.now()
        if self._last and now - self._last[0] < READ_AT_MOST_EVERY:
            return self._last[1]
        try:
            backlog = self.read(now)
        except StorageAwayError:
            log.warning("backlog_unreachable")
            backlog = None
        self._last = (now, backlog)
        return backlog


def _gauges(name: str, what: str, label: str, waiting: Mapping[Any, Waiting]) -> Iterable[Metric]:
    count = GaugeMetricFamily(name, f"{what}: how many wait.", labels=[label])
    oldest = GaugeMetricFamily(
        f"{name}_oldest_seconds", f"{what}: how long the oldest waits.", labels=[label]
    )
    for key, found in waiting.items():
        count.add_metric([str(key)], found.count)
        oldest.add_metric([str(key)], found.oldest_s)
    return (count, oldest)


@dataclass(frozen=True, slots=True)
class MeasuredRedactor:
    """A redactor that is timed."""

    inner: Redactor
    measures: Measures

    def redact(self, request: RedactionRequest) -> Redaction:
        """The redaction of a text; raises RedactionUnavailableError rather than guess."""
        try:
            with self.measures.redactions.time():
                return self.inner.redact(request)
        except RedactionUnavailableError:
            self.measures.holds.inc()
            raise


@dataclass(frozen=True, slots=True)
class MeasuredGateway:
    """A gateway whose attempts are timed and counted."""

    inner: SlackGateway
    measures: Measures

    def deliver(self, claimed: Claimed) -> Outcome:
        """Do in Slack what is asked, once."""
        with self.measures.calls.time():
            outcome = self.inner.deliver(claimed)
        purpose = claimed.outgoing.purpose.value
        self.measures.deliveries.labels(purpose, word_for(outcome)).inc()
        return outcome

    def search(self, claimed: Claimed) -> Search:
        """Look in the channel for a message that carries the delivery's mark."""
        return self.inner.search(claimed)


class MeasuredApp(App):
    """Bolt, with every acknowledgement timed."""

    def __init__(self, measures: Measures, **options: Any) -> None:  # noqa: ANN401 - Bolt's own
        """Take Bolt's options."""
        super().__init__(**options)
        self._measures = measures

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a payload."""
        start = time.perf_counter()
        answer = super().dispatch(req)
        result = "acked" if answer.status == 200 else "refused"  # noqa: PLR2004 - HTTP
        self._measures.acks.labels(kind_of(req.body), result).observe(time.perf_counter() - start)
        return answer


def kind_of(body: Mapping[str, Any]) -> str:
    """One of a fixed set of words, whatever a payload says it is."""
    kind = "command" if "command" in body else str(body.get("type"))
    return kind if kind in KINDS else "other"


def word_for(outcome: Outcome) -> str:
    """How an attempt ended, in one of a fixed set of words."""
    match outcome:
        case Accepted():
            return "accepted"
        case NotAccepted() | Postponed():
            return "later"
        case Unclear():
            return "unclear"
        case Rejected():
            return "rejected"
        case Lapsed():
            return "lapsed"
        case _:
            assert_never(outcome)
