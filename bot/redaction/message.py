"""What all recognizers read: the message, who may be named in it, and the classifier's verdicts.

Presidio hands every recognizer the artifacts of its language engine; ours carry no parse, but
the request: that is how rosters and kept terms reach recognizers that live for the process.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from bot.domain.redacted import PLACEHOLDERS
from bot.domain.slack_text import Reading, TokenKind, read
from bot.redaction.encoding import fold
from bot.redaction.hosts import FILE_TYPES
from bot.redaction.patterns import LETTER, WORD, Pattern, words_or

LANGUAGE: Final = "en"
"""Presidio wants one; our recognizers read all their languages at once."""

_WORD: Final = Pattern(rf"[{WORD}]+(?:['][{LETTER}]+)*", inside=True)
_GLUED: Final = Pattern(r"#?[\p{L}\p{M}\p{N}]+(?:[._/\\-][\p{L}\p{M}\p{N}]+)*", inside=True)
_HASHTAG: Final = Pattern(
    r"#\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}+)+|\p{Lu}\p{Ll}{2,}\p{Lu}\p{Ll}{2,}",
    ignore_case=False,
    inside=True,
)
_EMOJI: Final = Pattern(r":[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:")
_PLACEHOLDER: Final = Pattern(
    "|".join(rf"\[{name[1:-1]}\]" for name in PLACEHOLDERS.values()),
    ignore_case=False,
    inside=True,
)
_TO_ALL: Final = Pattern("@" + words_or("channel here everyone team all"))


_FILE: Final = Pattern(rf"[{WORD}][{WORD}.()-]*\.{words_or(' '.join(FILE_TYPES - {'exe'}))}")

_LARGE: Final = 60
"""Names from which on customers share some of them."""


class Score(Protocol):
    """A classifier's verdict on one word; offsets are code points of the text it was given."""

    @property
    def start(self) -> int:
        """Where the word begins."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""

    @property
    def probabilities(self) -> Sequence[float]:
        """One per label, in the classifier's order, the first for *nothing to hide*."""

    @property
    def hiding(self) -> float:
        """Probability that it belongs to an identity."""

    @property
    def label(self) -> str:
        """The likeliest kind of identity."""


class Classifier(Protocol):
    """Scores each word of a message."""

    @property
    def thresholds(self) -> dict[str, float]:
        """Per label, the least `hiding` at which a word is hidden."""

    def scores(self, text: str, roster: Sequence[str], keep: Sequence[str]) -> Sequence[Score]:
        """The verdicts, in the order of the text."""


class Word(NamedTuple):
    """A run of letters and digits, apostrophes within included."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Line:
    """One line without quote marks, bullets and white space around it."""

    start: int
    end: int


class Message(NlpArtifacts):
    """One message under analysis; all offsets are code points of `text`, the folded reading."""

    def __init__(
        self,
        reading: Reading,
        roster: Sequence[str] = (),
        keep: Sequence[str] = (),
        classifier: Classifier | None = None,
    ) -> None:
        super().__init__([], [], [], [], None, LANGUAGE)  # type: ignore[arg-type]  # no spaCy document
        self.reading = reading
        self.text = reading.text
        self.roster = tuple(name.strip() for name in roster if name.strip())
        self.keep = tuple(term.strip() for term in keep if term.strip())
        self.classifier = classifier

    @cached_property
    def verdicts(self) -> Sequence[Score]:
        """The classifier's verdicts; none without a classifier."""
        if self.classifier is None or not self.text.strip():
            return ()
        text, origin = _unglued(self.text)
        scores = self.classifier.scores(text, self.roster, self.keep)
        if text == self.text:
            return scores
        return [
            _Moved(origin[s.start], origin[s.end - 1] + 1, s.probabilities, s.hiding, s.label)
            for s in scores
        ]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words, in order."""
        return tuple(Word(s, e, self.text[s:e]) for s, e in _WORD.spans(self.text))

    @cached_property
    def folded(self) -> dict[int, str]:
        """Each word by its start, without case and accents."""
        return {word.start: fold(word.text) for word in self.words}

    @cached_property
    def glued(self) -> tuple[tuple[int, int, str], ...]:
        """Runs of words without a space, by start and end, as one folded word."""
        return tuple((s, e, slug(self.text[s:e])) for s, e in _GLUED.spans(self.text))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines that hold anything, in order."""
        return tuple(_lines(self.text))

    @cached_property
    def files(self) -> tuple[tuple[int, int], ...]:
        """Names of files."""
        return tuple(_FILE.spans(self.text)) if "." in self.text else ()

    def in_file(self, start: int, end: int) -> bool:
        """Whether a stretch lies within a file's name."""
        return any(first <= start and end <= last for first, last in self.files)

    @cached_property
    def numbered(self) -> bool:
        """Whether there is a digit: without one no number is looked for."""
        return any(map(str.isdigit, self.text))

    @property
    def large_team(self) -> bool:
        """Whether the roster is so large that customers share its first names."""
        return len(self.roster) > _LARGE

    @cached_property
    def closed(self) -> tuple[tuple[int, int], ...]:
        """Stretches in which nothing is ever hidden: placeholders, emoji codes, mentions."""
        found = [*_PLACEHOLDER.spans(self.text), *_emoji(self.text)]
        found += _TO_ALL.spans(self.text)
        mentions = {TokenKind.USER, TokenKind.GROUP, TokenKind.CHANNEL}
        found += [(t.start, t.end) for t in self.reading.tokens if t.kind in mentions]
        return tuple(sorted(found))

    def suspicion(self, start: int, end: int) -> float:
        """The classifier's highest verdict on a stretch, 0 where it has none."""
        return max((score.hiding for score in self.verdicts_in(start, end)), default=0.0)

    def verdicts_in(self, start: int, end: int) -> Iterator[Score]:
        """The verdicts on words that a stretch touches."""
        index = bisect_left(self._ends, start + 1)
        while index < len(self.verdicts) and self.verdicts[index].start < end:
            yield self.verdicts[index]
            index += 1

    def word_at(self, offset: int) -> int:
        """Index of the first word that begins at or after an offset."""
        return bisect_left(self._starts, offset)

    def words_in(self, start: int, end: int) -> Iterator[Word]:
        """The words that begin in a stretch."""
        for index in range(self.word_at(start), len(self.words)):
            if self.words[index].start >= end:
                return
            yield self.words[index]

    def words_of(self, start: int, end: int) -> Iterator[Word]:
        """The words of a stretch, and of a word that it begins within the rest."""
        index = self.word_at(start) - 1
        if index >= 0 and self.words[index].end > start and self.text[start].isalnum():
            stop = min(end, self.words[index].end)
            yield Word(start, stop, self.text[start:stop])
        yield from self.words_in(start, end)

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _ends(self) -> list[int]:
        return [score.end for score in self.verdicts]


class PlainEngine(NlpEngine):
    """The language engine Presidio asks for: it parses nothing and needs no model."""

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Always ready."""
        return True

    def process_text(self, text: str, language: str) -> Message:
        """Read a text about whose people nothing is known."""
        del language
        return Message(read(text))

    def process_batch(
        self, texts: Iterable[str], language: str, *_: object, **__: object
    ) -> Iterator[tuple[str, Message]]:
        """Read several texts."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """No word is skipped."""
        del word, language
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """Whether a word holds neither letter nor digit."""
        del language
        return not any(map(str.isalnum, word))

    def get_supported_entities(self) -> list[str]:
        """It names nobody by itself."""
        return []

    def get_supported_languages(self) -> list[str]:
        """The one Presidio runs under."""
        return [LANGUAGE]


@dataclass(frozen=True, slots=True)
class _Moved:
    """A verdict on the unglued text, moved to where the word stands in the message."""

    start: int
    end: int
    probabilities: Sequence[float]
    hiding: float
    label: str


def _unglued(text: str) -> tuple[str, list[int]]:
    """The text with its hashtags and such read word by word, and where each character came from."""
    tags = list(_HASHTAG.spans(text))
    if not tags:
        return text, []
    chars: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        inside = any(start < index < end for start, end in tags)
        if inside and char.isupper() and text[index - 1].islower():
            chars.append(" ")
            origin.append(index)
        chars.append(char)
        origin.append(index)
    return "".join(chars), origin


def slug(text: str) -> str:
    """Letters and digits only, without case and accents."""
    return "".join(char for char in fold(text) if char.isalnum())


def bare(word: str) -> str:
    """A word without a possessive ending."""
    return word[:-2] if word.lower().endswith("'s") else word.removesuffix("'")


def _emoji(text: str) -> Iterator[tuple[int, int]]:
    """Codes such as :purple_heart:, but no part of a time or of an IPv6 address."""
    for start, end in _EMOJI.spans(text):
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        if not any(map(str.isalnum, around)):
            yield start, end


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        first = start + len(line) - len(line.lstrip(" \t>*_•·-–—~|"))
        last = start + len(line.rstrip(" \t*_|"))
        if first < last:
            yield Line(first, last)
        start = end + 1
