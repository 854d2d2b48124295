"""People around the customer: *my sister Ifeoma*, *our bookkeeper, Lin*."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import LIKELY, Finding, Rule

_RELATION: Final = words_or(" ".join(lexicon.RELATIONS))
_OWNER: Final = (
    r"(?:my|our|his|her|their|your|customer's|caller's|'s|mi|mis|su|nuestra|nuestro|tu|mon|ma|"
    r"notre|son|sa|mein|meine|"
    r"meiner|meinem|meinen|unser|unsere|unserer|minha|meu|nossa|nosso|a minha|o meu|mijn|onze|ons|"
    r"haar|zijn|mia|mio|"
    r"la mia|il mio|nostra|nostro|sua|suo|the|la|il|el)"
)
_RELATED: Final = Pattern(
    rf"{_OWNER}[ ](?:[\p{{L}}'-]+[ ]){{0,2}}?{_RELATION}(?:,|[ ]is|[ ]called|[ ]named|[ ]\(|"
    rf":)?[ ]?(?:(?:der|die|el|la|il|le|de)[ ])?(?P<v>[^\n]{{1,40}})",
)


class RelationRecognizer(Rule):
    """The name behind a word for a relation that belongs to somebody."""

    def find(self, message: Message) -> Iterable[Finding]:
        """Capitalised names; the classifier must not be sure of the contrary."""
        for start, end in _RELATED.spans(message.text):
            name = names.run(message, start, end)
            if name is not None and names.backed(message, *name):
                yield Finding(*name, Entity.PERSON, Why.RELATION, LIKELY)
