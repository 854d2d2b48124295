"""Names that are greeted: in a quoted answer the customer is the one who is."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import GUESS, Finding, Rule

_GREETED: Final = Pattern(
    r"(?m:^|[>:\"*_.!?]|[ ]-)[ \t>*_]*"
    + words_or(" ".join(word.replace(" ", "_") for word in lexicon.GREETINGS))
    + r"[ ,]{1,2}(?P<v>[^\n]{1,50})",
    inside=True,
)
_STOP: Final = frozenset(",!:;.\n-–—")


class GreetingRecognizer(Rule):
    """*Dear Mr. Okafor,* and *Hi Ngozi!*; teammates are spared later, by the roster."""

    def find(self, message: Message) -> Iterable[Finding]:
        """The greeted name, up to the comma."""
        text = message.text
        for start, end in _GREETED.spans(text):
            name = names.run(message, start, end, lower=True)
            if name is None or (text[name[1] : name[1] + 1].strip() or "\n")[0] not in _STOP:
                continue
            if names.backed(message, *name):
                yield Finding(*name, Entity.PERSON, Why.GREETING, GUESS)
