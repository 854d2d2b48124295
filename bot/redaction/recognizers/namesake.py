"""Customers of a teammate's name, where a message says that there are two of them."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon, positions
from bot.redaction.encoding import fold
from bot.redaction.message import Message, Word, bare
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers.base import LIKELY, Finding, Rule
from bot.redaction.recognizers.speaker import labels

_ANOTHER: Final = Pattern(
    r"(?:from (?:another|a fellow|a different|one|the other|your namesake,?)|de (?:otra|otro)|"
    r"d'une? autre|"
    r"von einer anderen|von einem anderen|de (?:outra|outro)|van een andere|da un'?altr[ao]|"
    r"i'm (?:also )?(?:a|another)|"
    r"i am (?:also )?another|the other|(?:yes|yep),? (?:i'm )?another|fellow|from one|i'm the|"
    r"i am the|"
    r"im the|not your [\p{L}]+, the)[ ](?P<v>[^\n]{1,30})",
)
_PARTING: Final = Pattern(
    r"(?:sincerely|regards|best wishes|best|cheers|yours|hugs|greetings|saludos|un abrazo|"
    r"cordialement|"
    r"grüße|gruß|saluti|groetjes|groeten|beijos|abraços|abraço)[,]?[ ]"
    r"(?P<v>[\p{L}\p{M}'-]{2,20})[ ](?:from|aus|de|da|di|uit|desde)[ ][\p{L}]",
    inside=True,
)
_TOO: Final = Pattern(
    r"(?:i'm|i am|im|my name's|my name is|name's|soy|je m'appelle|ich hei(?:ß|ss)e|mi chiamo|"
    r"me llamo|ik heet)[ ]"
    r"(?P<v>[\p{L}\p{M}'-]{2,20})[ ,]{1,2}(?:too|also|as well|también|aussi|auch|anche|também|ook)",
)
_HERE: Final = Pattern(
    r"(?m:^)[ \t>*_]*(?P<v>\p{L}[\p{L}\p{M}'-]{1,20})"
    r"(?:[ ](?:from|in|aus|de|da|uit)[ ][^\n.,!?]{1,30})?"
    r"[ ](?:here|hier|ici|aquí|aqui|qui)(?:[ ,.!:–—-]|$)",
    inside=True,
)
"""*Hiro from Curitiba here*: nobody but the writer says so at the head of a line."""

_SENT: Final = Pattern(
    r"(?i:thx|thanks|thank you|love|greetings|cheers|hugs|kisses|regards|xoxo)[ ](?i:from)[ ]"
    r"(?P<v>\p{L}[\p{L}\p{M}'-]{1,20})[ ](?i:in|from|of|at)[ ](?i:the[ ])?\p{Lu}",
    ignore_case=False,
    inside=True,
)
_PATTERNS: Final = (_ANOTHER, _PARTING, _SENT, _TOO)
_BESIDE: Final = Pattern(
    r"(?:you(?:'ve| have| have got|'ve got) (?:a|an|another)|yours is (?:called|named)|not your|"
    r"different from your)[ ](?P<v>\p{Lu}[\p{L}\p{M}'-]{1,20})",
)
"""A teammate of the name, *beside* the one whom the message is about."""

_OURS: Final = Pattern(
    r"(?:.*[^\p{L}])?(?:your|"
    + words_or(" ".join(word.replace(" ", "_") for word in lexicon.GREETINGS | lexicon.THANKS))
    + r")[ ,]{1,2}"
)
_REACH: Final = 16
"""Code points before a name in which it is greeted, thanked or called *yours*."""


class AnotherRecognizer(Rule):
    """*Thank you Joy, from another Joy*: a teammate's name said to be the writer's too."""

    def find(self, message: Message) -> Iterable[Finding]:
        """The second one only."""
        if not _mates(message) & {bare(word) for word in message.folded.values()}:
            return
        for pattern in _PATTERNS:
            for start, _ in pattern.spans(message.text):
                name = _teammate(message, start)
                if name is not None:
                    yield _customers(name)
        yield from map(_customers, _here(message))
        for start, _ in _BESIDE.spans(message.text):
            name = _teammate(message, start)
            if name is not None:
                yield from map(_customers, _others(message, name))


def _here(message: Message) -> Iterator[Word]:
    """Who is *here* from a place, or beside a teammate of the name."""
    for match, start, _ in _HERE.finds(message.text):
        name = _teammate(message, start)
        if name is None or len(list(labels(message))) > 1:
            continue
        placed = len(message.text[name.end : match.end()].split()) > 1
        if placed or any(_ours(message, word) for word in _spelled(message, name)):
            yield name


def _customers(word: Word) -> Finding:
    end = word.start + len(bare(word.text))
    return Finding(word.start, end, Entity.PERSON, Why.TEAMMATE_NAME_AS_CUSTOMER, LIKELY)


def _mates(message: Message) -> set[str]:
    return {fold(mate.split()[0]) for mate in message.roster}


def _teammate(message: Message, start: int) -> Word | None:
    """A teammate's name that begins there, in any case."""
    mates = _mates(message)
    for word in message.words_in(start, start + 1):
        if fold(bare(word.text)) in mates:
            return word
    return None


def _others(message: Message, said: Word) -> Iterator[Word]:
    """Where the name stands again, neither greeted nor thanked nor called *yours*."""
    for word in _spelled(message, said):
        if not _ours(message, word) and not positions.teammates(message, word.start, word.end):
            yield word


def _spelled(message: Message, said: Word) -> Iterator[Word]:
    """All other places in which a name stands."""
    wanted = fold(bare(said.text))
    return (word for word in message.words if word != said and fold(bare(word.text)) == wanted)


def _ours(message: Message, word: Word) -> bool:
    before = message.text[max(0, word.start - _REACH) : word.start].rpartition("\n")[2]
    return _OURS.matches(before)
