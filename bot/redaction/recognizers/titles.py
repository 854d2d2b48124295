"""Names behind a title: *Mrs. Okafor*, *Sr. Iturralde*, *Coach Tavita*."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message
from bot.redaction.patterns import LETTER, Pattern, words_or
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import LIKELY, Finding, Rule

_TITLE: Final = words_or(" ".join(lexicon.TITLES - {"me", "m", "col", "lt", "mw", "hr", "doctor"}))
_TITLED: Final = Pattern(
    rf"(?:{_TITLE}|the|familie|familia|famille|famiglia|família|family)\.?[ ](?:(?:and|&|y|und|et|"
    rf"e|en)[ ]{_TITLE}\.?[ ])?(?P<v>[^\n]{{1,50}})",
)
_STRONG: Final = Pattern(
    words_or(
        "mr mrs ms mx dr prof sra sr srta mme mlle herr frau dhr mevr mevrouw meneer signora "
        "signor sig dña doña"
    ),
)


_FAMILY: Final = Pattern(
    rf"(?i:the|two|three|both|all the)[ ](?P<v>\p{{Lu}}[{LETTER}'-]+s)[ ]"
    r"(?:will|are|were|have|had|say|send|love|thank|would|wish|"
    r"next door|at no|in flat|in no|of no)",
    ignore_case=False,
)


class TitleRecognizer(Rule):
    """The name behind a title; the title itself stays."""

    def find(self, message: Message) -> Iterable[Finding]:
        """In lower case too behind titles that are nothing else, *mr burrage*."""
        for start, end in _FAMILY.spans(message.text):
            word = next(iter(message.words_in(start, end)), None)
            if word is not None and names.nameable(word) and names.backed(message, start, end):
                yield Finding(start, end, Entity.PERSON, Why.TITLE, LIKELY)
        for match, start, end in _TITLED.finds(message.text):
            title = match.group()[: start - match.start()].strip(" .").lower()
            if title == "the":
                continue
            strong = _STRONG.matches(title.split(" ")[-1].strip("."))
            name = names.run(message, start, end, lower=strong)
            least = names.HINT if strong else names.LIKELY
            if name is not None and names.backed(message, *name, least):
                yield Finding(*name, Entity.PERSON, Why.TITLE, LIKELY)
