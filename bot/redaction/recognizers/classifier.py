"""The project's own token classifier, seen as a Presidio recognizer."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.message import Message, Score
from bot.redaction.recognizers.base import Finding, Rule

NAMES: Final = frozenset({Entity.PERSON, Entity.ORG, Entity.LOCATION})
_JOINERS: Final[dict[Entity, tuple[str, ...]]] = {
    Entity.PERSON: ("", " ", "-", "'", ". ", ".", " -", "- ", "' "),
    Entity.ORG: ("", " ", "-", "'", " & ", "&", ". ", ".", " + ", "/", "'s "),
    Entity.LOCATION: ("", " ", "-", "'", ", ", ". ", ".", "\n", ",\n", "/"),
}
_JOINERS[Entity.HANDLE] = ("", ".", "-", "_", "@", "/", "#", "'")
_PLAIN_JOINERS: Final = ("", " ", "-", ".", "_", "/", " - ", ":", "@", "+", " @ ", ") ", " (", "(")
# What must stand in a structured identity for the classifier's word on it to count.
_NEEDS: Final = {
    Entity.ID: (str.isdigit, 2),
    Entity.PHONE: (str.isdigit, 5),
    Entity.DATE: (str.isdigit, 1),
}
_SIGNS: Final = {
    Entity.EMAIL: ("@", " at ", "(at)", "[at]", "arroba", "dot", "."),
    Entity.URL: (".", "dot", "http", "/"),
}
_CERTAIN: Final = 0.99
"""A rule's score is higher: where both see the same, the rule's reason is the plainer one."""


class ClassifierRecognizer(Rule):
    """Hides the words whose score reaches the threshold of their kind, joined to whole names."""

    finds = tuple(Entity)

    def find(self, message: Message) -> Iterable[Finding]:
        """Runs of words of one kind."""
        for run in self._runs(message):
            entity = Entity(run[0].label)
            start, end = run[0].start, run[-1].end
            if _plausible(entity, message.text[start:end]):
                score = min(_CERTAIN, max(word.hiding for word in run))
                yield Finding(start, end, entity, Why.CLASSIFIER, score)

    def _runs(self, message: Message) -> Iterator[list[Score]]:
        run: list[Score] = []
        for word in message.verdicts:
            if not _hides(message, word):
                continue
            if run and _joined(message.text, run[-1], word):
                run.append(word)
                continue
            if run:
                yield run
            run = [word]
        if run:
            yield run


def _hides(message: Message, word: Score) -> bool:
    if message.classifier is None:
        return False
    return word.hiding >= message.classifier.thresholds[word.label]


def _joined(text: str, last: Score, word: Score) -> bool:
    if last.label != word.label:
        return False
    gap = text[last.end : word.start]
    if gap == ". " and Entity(word.label) is Entity.PERSON:
        return last.end - last.start <= 2  # noqa: PLR2004 - an initial, not the end of a sentence
    return gap in _JOINERS.get(Entity(word.label), _PLAIN_JOINERS)


def _plausible(entity: Entity, surface: str) -> bool:
    signs = _SIGNS.get(entity)
    if signs is not None and not any(sign in surface.lower() for sign in signs):
        return False
    test, fewest = _NEEDS.get(entity, (str.isalnum, 1))
    return sum(map(test, surface)) >= fewest
