"""The format of hand-written annotated messages, read for training and for the bench.

A file holds items parted by a line of ``%%``. An item is a head line, then the text, which may
have blank lines::

    #id|kind|roster names separated by ;|keep terms separated by ;
    Thank you Sunil! — [PERSON|Wanjiru], [LOCATION|Nakuru]

``[TYPE|surface]`` marks a span. A surface may be one of Slack's ``<…|…>`` tokens.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TYPES: Final = frozenset(
    {"PERSON", "ORG", "LOCATION", "EMAIL", "PHONE", "URL", "HANDLE", "ID", "DATE"}
)
KINDS: Final = frozenset(
    {
        "csat",
        "email",
        "tweet",
        "review",
        "chat",
        "nps",
        "call",
        "handoff",
        "multilingual",
        "thread",
        "attack",
    }
)
_MARK: Final = re.compile(rf"\[({'|'.join(sorted(TYPES))})\|((?:<[^<>\n]*>|[^\[\]])+?)\]")
_LEFT_OVER: Final = re.compile(r"\[[A-Z]{2,}\|")
_PARTING: Final = re.compile(r"^%%[ \t]*$\n?", re.MULTILINE)

Span = tuple[int, int, str]
"""Start, end (code points, exclusive), type."""


class FormatError(ValueError):
    """An item that cannot be read; says which and why."""


@dataclass(frozen=True)
class Message:
    """One annotated message."""

    id: str
    kind: str
    text: str
    roster: tuple[str, ...]
    keep: tuple[str, ...]
    spans: tuple[Span, ...]

    def row(self) -> dict[str, Any]:
        """Give the message in the gold format, ready for JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "text": self.text,
            "roster": list(self.roster),
            "keep": list(self.keep),
            "spans": [list(span) for span in self.spans],
        }


def read(path: Path) -> Iterator[Message]:
    """Read a file of messages; raises FormatError."""
    yield from parse(path.read_text(encoding="utf-8"))


def parse(source: str) -> Iterator[Message]:
    """Read items; raises FormatError at the first one that breaks the format."""
    for item in _PARTING.split(source):
        if item.strip():
            yield _message(item.strip("\n"))


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Take the marks out of a text and give the spans they stood for."""
    parts: list[str] = []
    spans: list[Span] = []
    length = done = 0
    for mark in _MARK.finditer(marked):
        before, (kind, surface) = marked[done : mark.start()], mark.groups()
        start = length + len(before)
        length = start + len(surface)
        parts += [before, surface]
        spans.append((start, length, kind))
        done = mark.end()
    return "".join([*parts, marked[done:]]), tuple(spans)


def _message(item: str) -> Message:
    head, _, body = item.partition("\n")
    fields = head.removeprefix("#").split("|")
    if not head.startswith("#") or len(fields) != 4:
        raise FormatError(f"not a head line: {head[:80]}")
    name, kind, roster, keep = fields
    if kind not in KINDS:
        raise FormatError(f"{name}: unknown kind {kind}")
    text, spans = unmark(body)
    if not text.strip():
        raise FormatError(f"{name}: no text")
    if _LEFT_OVER.search(text):
        raise FormatError(f"{name}: a mark that cannot be read")
    return Message(name, kind, text, _listed(roster), _listed(keep), spans)


def _listed(field: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in field.split(";") if name.strip())
