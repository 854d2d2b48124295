"""Structured logs: static event names with allow-listed identifiers, never content."""

import logging
import sys
from typing import Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ALLOWED: Final = frozenset(
    {
        "action", "attempts", "count", "event", "job", "key", "kept", "kind", "kudos", "level",
        "method", "mode", "ms", "port", "process", "reference", "state", "step", "team",
        "timestamp", "version", "where", "why", "workers",
    },
)  # fmt: skip
"""Only these keys reach a log; a new one is added here, in the open."""


def only_allowed(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Drop whatever is not allow-listed, exceptions' texts among it."""
    return {key: value for key, value in event.items() if key in ALLOWED}


# One list for the life of the process: loggers keep the one they first wrote with.
PROCESSORS: Final[list[Processor]] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    only_allowed,
    structlog.processors.JSONRenderer(sort_keys=True),
]


def configure(least: int = logging.INFO) -> None:
    """One JSON line an event on stderr, from the level ``least`` on; libraries from warnings on."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s %(levelname)s")
    structlog.configure(
        processors=PROCESSORS,
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(least),
        cache_logger_on_first_use=True,
    )
