"""Labels of a transcript: *Ngozi:*, *[10:42] lumo_art:*, *14:20 Ana P.:*."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon, ours
from bot.redaction.message import Message
from bot.redaction.patterns import LETTER, Pattern
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import LIKELY, Finding, Rule

_TIME: Final = r"[\[(]?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[ ]?[ap]\.?m\.?)?[\])]?"
_LABEL: Final = Pattern(
    rf"(?m:^)[ \t>*_•-]*(?:{_TIME}[ ]?[-–]?[ ]?)?[*_<\[]{{0,2}}"
    rf"(?P<v>\p{{L}}[{LETTER}\p{{N}}_.' -]{{0,28}}?)[*_>\]]{{0,2}}"
    rf"[ ]?(?:[\[(]?{_TIME}[\])]?)?[ ]?[:：](?:[ \n]|$)",
    inside=True,
)
_FEWEST: Final = 2
"""Labelled lines that make a transcript."""


class SpeakerRecognizer(Rule):
    """Who speaks in a transcript; roles such as *agent* stay."""

    finds = (Entity.PERSON, Entity.HANDLE)

    def find(self, message: Message) -> Iterable[Finding]:
        """Each label that is a name or a nickname."""
        found = list(labels(message))
        if len(found) < _FEWEST:
            return
        for start, end in found:
            yield from self._label(message, start, end)

    def _label(self, message: Message, start: int, end: int) -> Iterator[Finding]:
        label = message.text[start:end].strip()
        lower = label.lower().strip(".")
        if lower in lexicon.NOT_SPEAKERS or lower.split(" ")[0] in lexicon.LABELS:
            return
        if any(char.isdigit() or char == "_" for char in label):
            role = label.split("_")[0].lower() in lexicon.NOT_SPEAKERS
            if " " not in label and not role and not ours.handle(label, message):
                yield Finding(start, end, Entity.HANDLE, Why.SPEAKER, LIKELY)
            return
        name = names.run(message, start, end)
        if (
            len(label) > 1
            and name is not None
            and name[1] >= end - 1
            and names.backed(message, *name)
        ):
            yield Finding(start, end, Entity.PERSON, Why.SPEAKER, LIKELY)


def labels(message: Message) -> Iterator[tuple[int, int]]:
    """What stands before a colon at the head of a line, as in a transcript."""
    yield from _LABEL.spans(message.text)
