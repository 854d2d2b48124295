"""The Redactor port: finds in a worker, hides here, lets the reviewer overrule."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.domain import slack_text
from bot.domain.redacted import (
    LOCKED,
    PLACEHOLDERS,
    Entity,
    Hidden,
    Redacted,
    Redaction,
    RedactionRequest,
    Span,
)
from bot.redaction.detection import Detection, Found, Job
from bot.redaction.pool import Workers

_KEY_LENGTH: Final = 16
"""Hexadecimal digits of a fingerprint: enough to tell the surfaces of one message apart."""

_GLUE: Final = frozenset({"", " ", "-", ", ", " - ", "\u00a0", "'", ". "})
"""What may stand between two placeholders of one kind that become one."""


@dataclass(frozen=True, slots=True)
class PooledRedactor:
    """Redacts in killable workers; `key` makes fingerprints that nobody else can make."""

    workers: Workers
    key: bytes = field(repr=False)

    def redact(self, request: RedactionRequest) -> Redaction:
        """The redaction of a text; raises RedactionUnavailableError rather than guess."""
        job = Job(request.text, request.roster, request.keep, request.also_hide)
        return assemble(request, self.workers.analyse(job), self.key)

    def close(self) -> None:
        """Stop the workers."""
        self.workers.close()


def build(model_dir: Path, key: bytes, workers: int = 2) -> PooledRedactor:
    """A redactor with warm workers; raises RedactionUnavailableError without the right model."""
    pool = Workers(model_dir, workers)
    try:
        pool.warm()
    except BaseException:
        pool.close()
        raise
    return PooledRedactor(pool, key)


def fingerprint(key: bytes, surface: str, entity: Entity) -> str:
    """A keyed hash of a normalised surface: the same in every process that has the key."""
    words = slack_text.read(surface).text.casefold().split()
    said = f"{entity}\x00{' '.join(words)}".encode("utf-8", "surrogatepass")
    return hmac.new(key, said, hashlib.sha256).hexdigest()[:_KEY_LENGTH]


def assemble(request: RedactionRequest, detection: Detection, key: bytes) -> Redaction:
    """Put placeholders where identities stood, except where the reviewer wants to read them."""
    hidden: dict[str, Hidden] = {}
    spans: list[Span] = []
    for found in detection.found:
        made = fingerprint(key, found.surface, found.entity)
        shown = made in request.show and found.entity not in LOCKED
        hidden.setdefault(made, Hidden(made, found.surface, found.entity, found.why, shown))
        if not shown:
            spans.append(Span(found.start, found.end, found.entity))
    text = replaced(request.text, spans)
    return Redaction(Redacted(text), tuple(hidden.values()), tuple(spans), detection.confident)


def spans_of(found: Iterable[Found]) -> list[Span]:
    """The bare spans of what was found."""
    return [Span(one.start, one.end, one.entity) for one in found]


def replaced(text: str, spans: Sequence[Span]) -> str:
    """The text with placeholders; neighbours of one kind become one placeholder."""
    pieces: list[str] = []
    done = 0
    last: Entity | None = None
    for span in spans:
        between = text[done : span.start]
        if not (span.entity is last and between in _GLUE):
            pieces += (between, PLACEHOLDERS[span.entity])
        done, last = span.end, span.entity
    return "".join((*pieces, text[done:]))
