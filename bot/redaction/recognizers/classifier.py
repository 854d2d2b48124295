"""The project's own token classifier, seen as a Presidio recognizer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message, Score
from bot.redaction.patterns import UNSPACED, Pattern
from bot.redaction.recognizers.base import Finding, Rule
from bot.redaction.recognizers.reference import ordinary

NAMES: Final = frozenset({Entity.PERSON, Entity.ORG, Entity.LOCATION})
_JOINERS: Final[dict[Entity, tuple[str, ...]]] = {
    Entity.PERSON: ("", " ", "-", "'", ". ", ".", " -", "- ", "' "),
    Entity.ORG: ("", " ", "-", "'", " & ", "&", ". ", ".", " + ", "/", "'s "),
    Entity.LOCATION: ("", " ", "-", "'", ", ", ". ", ".", "\n", ",\n", "/"),
}
_JOINERS[Entity.HANDLE] = ("", ".", "-", "_", "@", "/", "#", "'")
_PLAIN_JOINERS: Final = (
    "",
    " ",
    "-",
    ".",
    "_",
    "/",
    " - ",
    ":",
    "@",
    "+",
    "#",
    " @ ",
    ") ",
    " (",
    "(",
)
# What must stand in a structured identity for the classifier's word on it to count.
_NEEDS: Final = {
    Entity.ID: (str.isdigit, 2),
    Entity.PHONE: (str.isdigit, 5),
    Entity.DATE: (str.isdigit, 3),
    Entity.HANDLE: (str.isalpha, 2),
}
_SIGNS: Final = {
    Entity.EMAIL: ("@", " at ", "(at)", "[at]", "arroba", "dot", "."),
    Entity.URL: (".", "dot", "http", "/"),
}
_OF: Final = lexicon.listed(
    "of the de la las los del du des da do dos das di della van der von zu zur am an auf für for "
    "on upon sur"
)
_AND: Final = frozenset({"y", "e"})
"""Particles that stand between two people as often as between two surnames."""

_PLACED: Final = frozenset({Entity.ORG, Entity.LOCATION})
_NUMBERED: Final = frozenset({Entity.ID, Entity.DATE})
_YEAR: Final = Pattern(r"(?:18|19|20)\d\d")
_RELEASE: Final = Pattern(r"\d{1,2}\.\d{1,2}\.\d{1,5}(?:-[a-z\d]+)?")
_AMOUNT: Final = Pattern(r"\d+[.,]\d{2}")
_VERSION: Final = Pattern(r"v\d+(?:\.\d+){0,3}")
_SMALL: Final = 0.5
"""Least verdict on a name in small letters: between the thresholds of training and this one,
ten in eleven such words of this project's own messages are ordinary ones (82 of 90)."""

_SURE: Final = 0.8
"""Verdict from which a word is a name though it is written as a common one."""

_FARTHEST: Final = 12
_WORDED: Final = frozenset(" '-")
_BRIDGE: Final = 2
"""Most small words, or letters of an unspaced script, between two parts of one name."""

_WITHIN: Final = 0.05
"""Least verdict on a piece between two of one name, in scripts without spaces."""

_SHARE: Final = 0.5
"""Keeps its scores under every rule's: where both see the same, the rule's reason is plainer."""


class ClassifierRecognizer(Rule):
    """Hides the words whose score reaches the threshold of their kind, joined to whole names."""

    finds = tuple(Entity)

    def find(self, message: Message) -> Iterable[Finding]:
        """Runs of words of one kind."""
        for run in _runs(message):
            start, end = run[0].start, run[-1].end
            if _plausible(message, run[0].entity, start, end):
                score = _SHARE * max(piece.hiding for piece in run)
                yield Finding(start, end, run[0].entity, Why.CLASSIFIER, score)


class Piece(NamedTuple):
    """A word that is to be hidden."""

    start: int
    end: int
    entity: Entity
    hiding: float


def _runs(message: Message) -> Iterator[list[Piece]]:
    """Neighbouring pieces that are one name."""
    run: list[Piece] = []
    for piece in _pieces(message):
        if run and not _joined(message, run[-1], piece):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _pieces(message: Message) -> Iterator[Piece]:
    """The words over their thresholds; an article or a particle takes the kind of what follows."""
    if message.classifier is None:
        return
    floor = min(message.classifier.thresholds.values())
    hidden = [word for word in message.verdicts if word.hiding >= floor and _reaches(message, word)]
    for index, word in enumerate(hidden):
        text = message.text[word.start : word.end]
        label = word.label
        if text.lower() in lexicon.FUNCTION | lexicon.PARTICLES and label in NAMES:
            if text.islower() and not _named_small(message, word):
                continue
            if text.istitle() or len(text) == 1:
                label = _neighbours(message.text, hidden, index) or label
        yield Piece(word.start, word.end, Entity(label), word.hiding)


def _named_small(message: Message, word: Score) -> bool:
    """Whether a common word in small letters is one of a name all the same: *will*, *o'hara*."""
    text, after = message.text[word.start : word.end], message.text[word.end : word.end + 2]
    if len(text) == 1:
        elided = after[:1] == "'" and after[1:].isalpha() and word.hiding >= _SURE
        return elided or after[:1] == "."
    return text in lexicon.WORD_NAMES and word.hiding >= _SURE


def _neighbours(text: str, hidden: Sequence[Score], index: int) -> str | None:
    """The kind of the name that a common word in capitals begins or goes on with."""
    word = hidden[index]
    if index + 1 < len(hidden) and hidden[index + 1].label in NAMES:
        return hidden[index + 1].label
    if (
        index
        and hidden[index - 1].label in NAMES
        and text[hidden[index - 1].end : word.start] == " "
    ):
        return hidden[index - 1].label
    return None


def _reaches(message: Message, word: Score) -> bool:
    """Whether a verdict is over the threshold of its kind; a name is seldom written small."""
    least = message.classifier.thresholds[word.label] if message.classifier else 1.0
    if word.label in NAMES and message.text[word.start : word.end].islower():
        least = max(least, _SMALL)
    return word.hiding >= least


def _joined(message: Message, last: Piece, piece: Piece) -> bool:
    text = message.text
    gap = text[last.end : piece.start]
    if _bridged(last.entity, gap, piece.entity) or _meant(message, last, piece):
        return True
    if last.entity is not piece.entity:
        return False
    if gap and len(gap) <= _BRIDGE and UNSPACED.matches(gap):
        return message.suspicion(last.end, piece.start) >= _WITHIN
    if gap == ". " and piece.entity is Entity.PERSON:
        return last.end - last.start <= 2  # noqa: PLR2004 - an initial, not the end of a sentence
    return gap in _JOINERS.get(piece.entity, _PLAIN_JOINERS)


def _meant(message: Message, last: Piece, piece: Piece) -> bool:
    """Whether the classifier takes the small words between two parts of a name for parts too."""
    if not {last.entity, piece.entity} <= NAMES or piece.start - last.end > _FARTHEST:
        return False
    between = list(message.words_in(last.end, piece.start))
    gap = message.text[last.end : piece.start]
    if not 0 < len(between) <= _BRIDGE or not set(gap) <= _WORDED.union(*(w.text for w in between)):
        return False
    return all(message.suspicion(word.start, word.end) >= _SMALL for word in between)


def _bridged(before: Entity, gap: str, after: Entity) -> bool:
    """Whether small words make one name of two: *Diocese of Estermere*, *Sixtine de La Roche*."""
    words = gap.lower().split()
    if not words or len(words) > _BRIDGE or gap != f" {gap.strip()} ":
        return False
    if before is after is Entity.PERSON:
        return all(word in lexicon.PARTICLES - _AND for word in words)
    if before is Entity.ORG and after is Entity.ORG:
        return all(word in lexicon.FUNCTION | lexicon.PARTICLES for word in words)
    return before in _PLACED and after is Entity.LOCATION and all(word in _OF for word in words)


def _alone(message: Message, entity: Entity, start: int, end: int) -> bool:
    """Whether a word in small letters is a finding of its own; few nicknames are."""
    if entity is Entity.HANDLE:
        before, after = message.text[max(0, start - 1) : start], message.text[end : end + 2]
        glued = (
            before in {"_", "."} or after[:1] == "_" or (after[:1] == "." and after[1:].isalnum())
        )
        return not glued and message.suspicion(start, end) >= _SURE
    return end - start > 1


def _plausible(message: Message, entity: Entity, start: int, end: int) -> bool:
    surface = message.text[start:end]
    if entity in _NUMBERED and any(each.matches(surface) for each in (_YEAR, _VERSION, _AMOUNT)):
        return False
    if entity is Entity.ID and (_RELEASE.matches(surface) or ordinary(message.text, start, end)):
        return False
    signs = _SIGNS.get(entity)
    if signs is not None and not any(sign in surface.lower() for sign in signs):
        return False
    if surface.isalpha() and surface.islower() and not _alone(message, entity, start, end):
        return False
    test, fewest = _NEEDS.get(entity, (str.isalnum, 1))
    return sum(map(test, surface)) >= fewest
