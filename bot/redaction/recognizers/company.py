"""Companies, schools, churches … whose name says what they are."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message, Word
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import GUESS, Finding, Rule

TAILS: Final = lexicon.listed(
    "ltd limited inc llc llp plc gmbh ag kg ohg ug bv b.v. nv sa s.a. sl s.l. srl s.r.l. spa "
    "s.p.a. sarl sas oy ab as aps "
    "pty co company corp corporation group holdings studio studios bakery café cafe coffee "
    "roasters roastery kitchen "
    "bistro restaurant catering farm farms gardens nursery school academy college university "
    "institute kindergarten "
    "church chapel mosque temple parish ministries foundation charity trust society association "
    "club league choir band "
    "orchestra ensemble podcast radio press books bookshop publishing media films design designs "
    "agency partners "
    "consulting consultants solutions services systems logistics transport freight haulage "
    "plumbing roofing electrical "
    "builders construction joinery carpentry interiors furniture pottery ceramics jewellery "
    "jewelry florist florists "
    "flowers fitness gym yoga pilates dance dental clinic surgery hospital pharmacy veterinary "
    "vets kennels stables riding "
    "salon barbers spa hotel inn hostel lodge guesthouse brewery winery vineyard cellars tours "
    "travel museum gallery "
    "theatre theater library market co-op coop cooperative housing homes property properties "
    "realty insurance bikes cycles "
    "motors garage repairs cleaning laundry crafts knits quilts fabrics textiles prints printing "
    "photography records "
    "primary high secondary elementary hospice rescue shelter sanctuary preschool nursery "
    "playgroup scouts rovers united "
    "bäckerei metzgerei gärtnerei verein schule kita praxis apotheke buchhandlung werkstatt "
    "tischlerei verlag hof "
    "boulangerie librairie école atelier maison domaine crèche mairie pharmacie fromagerie "
    "panadería librería escuela colegio taller hostal fundación asociación clínica bodega "
    "padaria escola livraria oficina clínica associação "
    "panetteria libreria scuola officina agriturismo cantina trattoria pasticceria "
    "bakkerij boekhandel praktijk stichting vereniging huisartsenpraktijk basisschool",
)
"""Words that say what a company is, at the end of its name."""

_MOST: Final = 5
INNER: Final = lexicon.listed(
    "and of the & de la du des del della di da do dos das van der den zum zur y e et und",
)
_GAPS: Final = frozenset({" ", "-", " & ", " + ", "'", ". ", "/"})
# Languages in which the kind comes first: Boulangerie du Pont, Iglesia del Sol.
_HEADS: Final = lexicon.listed(
    "boulangerie librairie école atelier maison domaine crèche pharmacie fromagerie café "
    "cafe restaurant hôtel hotel panadería librería escuela colegio taller hostal fundación "
    "asociación clínica bodega iglesia parroquia cafetería padaria escola livraria oficina "
    "associação igreja quinta pousada pastelaria panetteria libreria scuola officina "
    "agriturismo cantina trattoria pasticceria osteria pizzeria bäckerei metzgerei "
    "gärtnerei praxis buchhandlung tischlerei schreinerei kita grundschule gasthaus weingut "
    "verein bakkerij boekhandel praktijk stichting vereniging basisschool "
    "huisartsenpraktijk studio obrador",
)


class CompanyRecognizer(Rule):
    """Capitalised words that end in *Ltd*, *Bakery*, *Primary School* … or begin with *École*."""

    finds = (Entity.ORG,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Whole names; a kind alone (*the Bakery*) names nobody."""
        words = message.words
        for index, word in enumerate(words):
            if word.capital and word.lower in TAILS:
                first = self._back(message, index)
                if first is not None:
                    yield from self._found(message, words[first].start, word.end)
            if word.capital and word.lower in _HEADS:
                last = self._forward(message, index)
                if last is not None:
                    yield from self._found(message, word.start, words[last].end)

    def _found(self, message: Message, start: int, end: int) -> Iterator[Finding]:
        if names.backed(message, start, end, names.BACKED):
            yield Finding(start, end, Entity.ORG, Why.COMPANY_POSITION, GUESS)

    def _back(self, message: Message, index: int) -> int | None:
        """First word of the name that ends at `index`."""
        words = message.words
        first = index
        while index - first < _MOST and first and _linked(message, words[first - 1], words[first]):
            first -= 1
        while first < index and not names.nameable(words[first]):
            first += 1
        own = any(word.lower not in TAILS for word in words[first:index])
        return first if own else None

    def _forward(self, message: Message, index: int) -> int | None:
        """Last word of the name that begins at `index`."""
        words = message.words
        last = index
        while (
            last - index < _MOST
            and last + 1 < len(words)
            and _linked(message, words[last], words[last + 1])
        ):
            last += 1
        while last > index and not names.nameable(words[last]):
            last -= 1
        return last if last > index else None


def _linked(message: Message, left: Word, right: Word) -> bool:
    gap = message.text[left.end : right.start]
    if gap not in _GAPS:
        return False
    return all(names.nameable(word) or word.lower in INNER for word in (left, right))
