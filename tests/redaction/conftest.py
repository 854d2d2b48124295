"""One engine for the whole folder, and what the tests of single recognizers share."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from bot.domain.slack_text import read
from bot.redaction import encoding, resolve
from bot.redaction.classifier import MODEL_DIR, TokenClassifier
from bot.redaction.engine import Engine
from bot.redaction.message import Classifier, Message
from bot.redaction.recognizers.base import Rule
from training.annotated import unmark


@dataclass(frozen=True)
class Verdict:
    """A fixed verdict on one word."""

    start: int
    end: int
    hiding: float
    label: str

    @property
    def probabilities(self) -> tuple[float, ...]:
        """All of the suspicion on one label."""
        rest = [self.hiding if name == self.label else 0.0 for name in encoding.LABELS[1:]]
        return (1.0 - self.hiding, *rest)


@dataclass(frozen=True)
class Suspecting:
    """A classifier that suspects the listed words and nothing else."""

    suspects: dict[str, str]
    thresholds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(encoding.LABELS[1:], 0.5)
    )
    hiding: float = 0.3

    def scores(self, text: str, roster: Sequence[str], keep: Sequence[str]) -> list[Verdict]:
        """A verdict on each word."""
        del roster, keep
        words = [unit for unit in encoding.units(text) if unit.kind in {"word", "unspaced"}]
        return [
            Verdict(
                unit.start,
                unit.end,
                self.hiding if text[unit.start : unit.end] in self.suspects else 0.0,
                self.suspects.get(text[unit.start : unit.end], "PERSON"),
            )
            for unit in words
        ]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine as the product runs it, on the verified model."""
    return Engine(TokenClassifier(MODEL_DIR))


@pytest.fixture(scope="session")
def plain_engine() -> Engine:
    """The rules alone, without a classifier's opinion."""
    return Engine(None)


Seen = Callable[..., None]


@pytest.fixture(scope="session")
def sees() -> Seen:
    """Hold what one recognizer finds in a text against the marks in it."""

    def check(
        rule: Rule,
        marked: str,
        *,
        roster: Sequence[str] = (),
        keep: Sequence[str] = (),
        classifier: Classifier | None = None,
    ) -> None:
        text, spans = unmark(marked)
        reading = read(text)
        message = Message(reading, roster, keep, classifier)
        found = resolve.settle(message, rule.find(message))
        raw = [(*reading.raw_span(one.start, one.end), str(one.entity)) for one in found]
        said = [(text[start:end], kind) for start, end, kind in raw]
        assert said == [(text[start:end], kind) for start, end, kind in spans]

    return check


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every socket to anywhere fails the test; what other tests left at work talks within."""
    connect = socket.socket.connect

    def refuse(line: socket.socket, address: object) -> None:
        if line.family != socket.AF_UNIX:
            pytest.fail("the network was asked")
        connect(line, address)  # type: ignore[arg-type] # as it was given

    monkeypatch.setattr(socket.socket, "connect", refuse)
