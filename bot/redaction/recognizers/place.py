"""Places said of the writer: *greetings from Tromsø*, *here in Puno*."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import GUESS, Finding, Rule

_FROM: Final = Pattern(
    r"(?:(?:greetings|hello|hi|love|regards|hugs|cheers|wishes|thanks|thank you|writing|shipped|"
    r"delivered|live|lives|"
    r"living|based|moved|born|stuck|all the way|family|here|kisses|waves|someone|customer|caller|"
    r"lady|gentleman|"
    r"grew up|home|saludos|abrazos|besos|bises|grüße|gruß|liebe grüße|saluti|groetjes|groeten|"
    r"beijos|abraços|"
    r"vivo|vivimos|j'habite|wohne|wohnen|moro|moramos|woon|wonen|abito|abitiamo|back|over|down|up|"
    r"out)[ ])"
    r"(?:from|in|near|to|outside|desde|de|da|do|aus|in|uit|à|en|em|a)[ ]"
    r"(?:(?:sunny|rainy|rural|downtown|north|south|east|west|northern|southern|eastern|western|the|"
    r"beautiful|cold|snowy|old|"
    r"upstate|central|little|tiny|grey|gray|foggy|windy|soleada|lluviosa|dem|der|"
    r"het)[ ])*(?P<v>[^\n]{1,50})",
)


class PlaceRecognizer(Rule):
    """A capitalised name behind words that say where the writer is."""

    finds = (Entity.LOCATION,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Only where the classifier backs it: people also write from Safari."""
        for start, end in _FROM.spans(message.text):
            place = names.run(message, start, end)
            if place is None or not names.backed(message, *place, names.BACKED):
                continue
            if names.kind(message, *place, Entity.LOCATION) is Entity.LOCATION:
                yield Finding(*place, Entity.LOCATION, Why.PLACE_NAME, GUESS)
