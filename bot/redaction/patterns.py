r"""Regular expressions in linear time: google-re2, with what it lacks added by code.

re2 knows neither lookaround nor a Unicode `\w` or `\b`: patterns here are written with the
classes below, and `finds` checks in code that a match does not begin or end inside a word.
"""

from collections.abc import Iterator
from typing import Final, Protocol

import re2

LETTER: Final = r"\p{L}\p{M}"
WORD: Final = r"\p{L}\p{M}\p{N}_"


_OPTIONS: Final = re2.Options()
_OPTIONS.max_mem = 32 << 20  # bytes; re2's default of 8 MiB is small for long word lists
_OPTIONS.log_errors = False  # an error is raised; a log line could carry the pattern's input


class Match(Protocol):
    """What is used of a match."""

    def start(self, group: int = 0) -> int:
        """Offset of its first code point."""

    def end(self, group: int = 0) -> int:
        """Offset after its last code point."""

    def group(self, group: int = 0) -> str:
        """The matched text."""


class Pattern:
    """A compiled pattern whose matches and values stand on word boundaries, unless `inside`.

    `value` is what is looked for: the group called `v` if the pattern has one, else all of it.
    """

    def __init__(self, pattern: str, *, ignore_case: bool = True, inside: bool = False) -> None:
        self._compiled = re2.compile(("(?i)" if ignore_case else "") + pattern, _OPTIONS)
        self._value: int = self._compiled.groupindex.get("v", 0)
        self._inside = inside
        self._reaches = "(?P<v>[^\\n" in pattern
        """Whether the value is a stretch of so many characters, in which something begins."""

    def finds(self, text: str) -> Iterator[tuple[Match, int, int]]:
        """Each match that stands alone, with start and end of its value."""
        for match in self._compiled.finditer(text):
            start, end = match.start(self._value), match.end(self._value)
            if self._inside or self._alone(text, match, start, end):
                yield match, start, end

    def _alone(self, text: str, match: Match, start: int, end: int) -> bool:
        """Whether match and value stand on word boundaries; a reach may end within a word."""
        if self._reaches:
            return _opens(text, match.start()) and _opens(text, start)
        return stands_alone(text, match.start(), match.end()) and stands_alone(text, start, end)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each value."""
        for _, start, end in self.finds(text):
            yield start, end

    def matches(self, text: str) -> bool:
        """Whether all of `text` is one match."""
        return self._compiled.fullmatch(text) is not None

    def found_in(self, text: str) -> bool:
        """Whether it stands anywhere in `text`, boundaries or not."""
        return self._compiled.search(text) is not None


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether [start, end) neither begins nor ends inside a word."""
    closes = end == len(text) or not (is_word(text[end - 1]) and is_word(text[end]))
    return _opens(text, start) and closes


def _opens(text: str, start: int) -> bool:
    return start == 0 or not (is_word(text[start - 1]) and is_word(text[start]))


def is_word(char: str) -> bool:
    """Whether a character is part of words: a letter, a digit, an underscore."""
    return char.isalnum() or char == "_"


def words_or(words: str) -> str:
    """An alternation of the words of a list, longest first; a `_` stands for a space."""
    listed = sorted(words.split(), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re2.escape(word).replace("_", r"[ ]") for word in listed) + ")"


UNSPACED: Final = Pattern(r"[\p{Han}\p{Hiragana}\p{Katakana}ー]+", inside=True)
"""Letters of scripts that are written without spaces."""
