"""Names under a message: behind a closing, behind a dash, as the last words."""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from operator import itemgetter
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Line, Message, Word
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers import company, names
from bot.redaction.recognizers.base import GUESS, LIKELY, Finding, Rule

_CLOSING: Final = words_or(" ".join(word.replace(" ", "_") for word in lexicon.CLOSINGS))
_CLOSING_LINE: Final = Pattern(
    rf"{_CLOSING}(?:[ ](?:from|to|y|and|und|et|e|en)[^\n]{{0,24}})?"
    rf"[ ,!.:;)\p{{So}}\p{{Sk}}\x{{FE0F}}xX~❤-]*"
)
_INLINE: Final = Pattern(
    rf"(?:^|[\s.!?…,;(\"*_-]){_CLOSING}(?:[ ]?[,!.;:–—~-]+[ ]?|[ ]from[ ]|[ ](?:de|da|von|"
    rf"van)[ ])(?P<v>[^\n]{{1,70}})",
    inside=True,
)
_DASH: Final = Pattern(
    r"(?:^|[\s.!?…)\"'*_:❤\p{So}])(?:[-–—~―]{1,3})[ ]?(?P<v>[^\n–—~―]{1,80})", inside=True
)
_SIGNED: Final = Pattern(
    r"(?:signed(?: by)?|sgd|firmado|firma|signé|gez\.?|getekend|assinado|"
    r"firmato)[ ]?[:,]?[ ](?P<v>[^\n]{1,60})"
)
_AFTER: Final = Pattern(
    r"[ ]?(?:$|[\n,(|/.!;:)x❤&*_\p{So}\p{Sk}\"]|[–—-][ ]|from[ ]|at[ ]|in[ ]|of[ ]|and[ ]|y[ ]|"
    r"und[ ]|et[ ]|en[ ]|e[ ]|aus[ ]|uit[ ]|da[ ]|de[ ]).*",
    inside=True,
)
_INITIALS: Final = Pattern(
    rf"(?:[ \n.!?)][-–—~]{{1,3}}[ ]?|(?:^|\n)(?i:{_CLOSING})[ ,.!]*\n+)(?P<v>\p{{Lu}}\.?"
    rf"(?:[ ]?\p{{Lu}}\.?){{0,2}})",
    ignore_case=False,
    inside=True,
)
_SEPARATOR: Final = Pattern(r"[,\n()|/–—·•]|[ ]-[ ]", inside=True)
_LEAD: Final = Pattern(
    r"(?:from|in|at|of|de|aus|uit|da|di|the[ ]team[ ]at|everyone[ ]at|all[ ]at|and|&)[ ]"
)
_JOINT: Final = Pattern(r"[ ](?:&|and|\+|y|e|et|und|en|i)[ ](?P<v>[^\n]{1,40})", inside=True)
_BLOCK: Final = 5
"""Lines of a signature block under the name."""

_WHYS: Final = {
    Entity.PERSON: Why.SIGNATURE,
    Entity.ORG: Why.COMPANY_POSITION,
    Entity.LOCATION: Why.PLACE_NAME,
}
_WIDEST: Final = 60
"""Code points of a line that still belongs to a signature."""


class SignatureRecognizer(Rule):
    """The name, the second name beside it, and the company and place under it."""

    finds = (Entity.PERSON, Entity.ORG, Entity.LOCATION)

    def find(self, message: Message) -> Iterable[Finding]:
        """Everywhere in a message: quoted mails and transcripts have signatures of their own."""
        for start, end in _places(message):
            name = names.run(message, start, end, lower=True)
            if name is None or not _ends_well(message.text, name[1], end):
                continue
            if names.backed(message, *name):
                yield _named_as(message, *name, Entity.PERSON, LIKELY)
                yield from _second(message, name[1], end)
                yield from _block(message, name[1], _block_end(message, end))


class InitialsRecognizer(Rule):
    """*-P* or *K.N.* as the last line or behind the last dash."""

    def find(self, message: Message) -> Iterable[Finding]:
        """One to three capitals at the very end of a message."""
        for start, end in _INITIALS.spans(message.text):
            if not message.text[end:].strip(" .\n\t*_"):
                yield Finding(start, end, Entity.PERSON, Why.SIGNATURE, GUESS)


class LastWordsRecognizer(Rule):
    """A bare name as the last words of a message or of a paragraph."""

    finds = (Entity.PERSON, Entity.ORG, Entity.LOCATION)

    def find(self, message: Message) -> Iterable[Finding]:
        """Only where the classifier backs it: *Respect.* stands there too."""
        for line in message.lines:
            start = _last_sentence(message, line)
            name = names.run(message, start, line.end)
            if name is None or not _ends_well(message.text, name[1], line.end):
                continue
            name = names.believed(message, *name)
            if name is None or message.classifier is None:
                continue
            alone = len(list(message.words_in(*name))) == 1
            if not names.backed(message, *name, names.LIKELY if alone else names.BACKED):
                continue
            if names.kind(message, *name, Entity.PERSON) is Entity.PERSON:
                yield Finding(*name, Entity.PERSON, Why.SIGNATURE, GUESS)
                yield from _block(message, name[1], line.end)


def _places(message: Message) -> Iterator[tuple[int, int]]:
    """Stretches that begin with a signature's name."""
    for line, below in zip(message.lines, message.lines[1:], strict=False):
        above, under = (message.text[one.start : one.end] for one in (line, below))
        if _CLOSING_LINE.matches(above) and not _CLOSING_LINE.matches(under):
            yield below.start, below.end
    for pattern in (_INLINE, _DASH, _SIGNED):
        yield from pattern.spans(message.text)


def _ends_well(text: str, name_end: int, end: int) -> bool:
    """Whether what follows a name is what follows a signature."""
    rest = text[name_end:end]
    return not rest.strip() or _AFTER.matches(rest)


def _second(message: Message, start: int, end: int) -> Iterator[Finding]:
    """*Drew & Wanjiru*."""
    for _, at, stop in _JOINT.finds(message.text[start:end]):
        name = names.run(message, start + at, start + stop)
        if at <= 5 and name is not None and names.backed(message, *name):  # noqa: PLR2004 - directly behind the first
            yield Finding(*name, Entity.PERSON, Why.SIGNATURE, LIKELY)


def _block_end(message: Message, end: int) -> int:
    """Where the signature block under a name ends: short lines only, to a blank line."""
    text = message.text
    for _ in range(_BLOCK):
        stop = text.find("\n", end + 1)
        stop = len(text) if stop < 0 else stop
        if end >= len(text) or text[end] != "\n" or not 0 < len(text[end:stop].strip()) <= _WIDEST:
            return end
        end = stop
    return end


def _block(message: Message, start: int, end: int) -> Iterator[Finding]:
    """Company and place beside or under a name."""
    text = message.text
    at = start
    for cut, after in [*_SEPARATOR.spans(text[start:end]), (end - start, end - start)]:
        yield from _segment(message, at, start + cut)
        at = start + after


def _segment(message: Message, start: int, end: int) -> Iterator[Finding]:
    while start < end and not message.text[start].isalnum():
        start += 1
    start += next((stop for at, stop in _LEAD.spans(message.text[start:end]) if not at), 0)
    words = _named(list(message.words_in(start, end)))
    if not words or len(words) > names.MOST + 1:
        return
    if any(word.lower in lexicon.JOBS for word in words) or any(
        char.isdigit() for char in message.text[words[0].start : words[-1].end]
    ):
        return
    begin, stop = words[0].start, words[-1].end
    if names.backed(message, begin, stop, names.LIKELY):
        default = Entity.ORG if words[-1].lower in company.TAILS else Entity.LOCATION
        yield _named_as(message, begin, stop, default, GUESS)


def _named_as(message: Message, start: int, end: int, default: Entity, score: float) -> Finding:
    """A name as what it reads as: under a letter stand companies and places too."""
    entity = names.kind(message, start, end, default)
    if entity is Entity.PERSON:
        start, end = names.run(message, start, end, lower=True) or (start, end)
    return Finding(start, end, entity, _WHYS[entity], score)


def _named(words: list[Word]) -> list[Word]:
    """The words up to the first one that no name goes on with, *Bill* of *Bill on the account*."""
    fits = (names.nameable(word) or word.lower in company.INNER for word in words)
    taken = [word for word, _ in takewhile(itemgetter(1), zip(words, fits, strict=True))]
    while taken and not names.nameable(taken[-1]):
        taken.pop()
    return taken if taken and names.nameable(taken[0]) else []


def _last_sentence(message: Message, line: Line) -> int:
    """Where the last sentence of a line begins."""
    text = message.text
    tail = text[line.start : line.end].rstrip(" .!)\"'")
    cut = max(tail.rfind(sign) for sign in (". ", "! ", "? ", "… ", ") ", '" ', ": "))
    return line.start + cut + 2 if cut >= 0 else line.start
