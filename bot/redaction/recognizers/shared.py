"""Names that a large team shares with its customers."""

from collections.abc import Iterable

from bot.domain.redacted import Entity, Why
from bot.redaction import positions
from bot.redaction.encoding import fold
from bot.redaction.message import Message
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import GUESS, Finding, Rule


class SharedNameRecognizer(Rule):
    """A teammate's name on which the classifier has a suspicion, where the team is large.

    In a team of five hundred nearly every first name is somebody's: in doubt it is the
    customer's, and the preview says so.
    """

    def find(self, message: Message) -> Iterable[Finding]:
        """Only where no teammate is thanked, greeted by title or speaking."""
        if message.classifier is None or not message.large_team:
            return
        mates = {fold(mate.split()[0]) for mate in message.roster}
        for word in message.words:
            name = message.folded[word.start].removesuffix("'s")
            if name not in mates or message.suspicion(word.start, word.end) < names.SHARED:
                continue
            if not positions.teammates(message, word.start, word.end):
                yield Finding(
                    word.start, word.end, Entity.PERSON, Why.TEAMMATE_NAME_AS_CUSTOMER, GUESS
                )
