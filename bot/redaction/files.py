"""File names: of *report_for_ngozi_okafor.pdf* the name is hidden and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.domain.redacted import Entity
from bot.redaction import lexicon
from bot.redaction.hosts import FILE_TYPES
from bot.redaction.message import Message
from bot.redaction.patterns import LETTER, Pattern
from bot.redaction.recognizers.base import Finding

_PART: Final = Pattern(rf"[{LETTER}]+(?:'[{LETTER}]+)*", inside=True)
_DAY: Final = Pattern(r"20[0-3]\d[01]\d[0-3]\d", inside=True)
_NAMING: Final = frozenset(
    {Entity.PERSON, Entity.ORG, Entity.LOCATION, Entity.HANDLE, Entity.DATE, Entity.URL}
)
"""Kinds that a part of a file's name is taken for; a number in it may well be an order's."""

_SHORTEST: Final = 3
_ORDINARY: Final = (
    lexicon.NOT_NAMES
    | lexicon.MONTHS
    | lexicon.LANGUAGES
    | FILE_TYPES
    | lexicon.listed(
        "final draft copy version rev revised edited clean print printed scan scanned photo "
        "photos image images img pic pics picture screenshot screen dsc invoice receipt bill "
        "report form contract letter cover resume passport licence license certificate statement "
        "export import backup data table minutes agenda menu plan budget price quote offer "
        "proposal logo banner poster flyer video audio song track mix test sample example "
        "template document file sheet summary signed unsigned upload download attachment page "
        "pages part chapter slides deck presentation invitation invite card ticket booking "
        "itinerary timetable schedule calendar rota roster list log logs debug config settings "
        "setup install readme hero edit original small large thumb thumbnail preview full half "
        "archive temp tmp misc stuff work home school office family party wedding birthday "
        "holiday summer winter spring autumn rechnung vertrag bericht entwurf kopie bild foto "
        "factura contrato informe copia imagen facture contrat rapport copie fatura relatorio "
        "fattura contratto relazione factuur verslag kitchen garden live at in by"
    )
)
"""Words of which file names are made."""


def parted(message: Message, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; of one within a file's name only the parts that may name somebody."""
    for found in findings:
        if not message.in_file(found.start, found.end):
            yield found
        elif found.entity in _NAMING:
            yield from _names(message, found)
        elif found.entity is Entity.ID and _DAY.found_in(message.text[found.start : found.end]):
            continue
        else:
            yield found


def _names(message: Message, found: Finding) -> Iterator[Finding]:
    """Neighbouring parts that may be names, as one."""
    start = end = -1
    for first, last in _PART.spans(message.text[found.start : found.end]):
        part = message.text[found.start + first : found.start + last]
        named = len(part) >= _SHORTEST and not part.isupper() and part.lower() not in _ORDINARY
        if named and start >= 0 and first == end + 1:
            end = last
            continue
        if start >= 0:
            yield _piece(found, start, end)
        start, end = (first, last) if named else (-1, -1)
    if start >= 0:
        yield _piece(found, start, end)


def _piece(found: Finding, start: int, end: int) -> Finding:
    return replace(found, start=found.start + start, end=found.start + end, entity=Entity.PERSON)
