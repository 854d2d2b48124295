"""Postal addresses, street lines and postcodes."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message
from bot.redaction.patterns import LETTER, Pattern, words_or
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import LIKELY, Finding, Rule

_STREET: Final = words_or(
    "street st road rd lane ln avenue ave av close drive dr way court ct terrace tce crescent cres "
    "row hill "
    "gardens gdns place pl boulevard blvd square sq mews loop trail parade walk quay grove green "
    "highway hwy "
    "parkway pkwy wharf rise view circle cir crossing estate heights nagar marg",
)
_NAME: Final = rf"[\p{{Lu}}\d][{LETTER}\p{{N}}'.-]*"
_UNIT: Final = (
    r"(?:(?:flat|apt\.?|apartment|unit|suite|floor|no\.?|plot|house|top flat)[ ]?"
    r"#?[\w-]{1,5},?[ ])?"
)
_AFTER_UNIT: Final = r"(?:,?[ ](?:flat|apt\.?|apartment|unit|suite|floor|#)[ ]?[\w-]{1,5})?"
_ENGLISH: Final = Pattern(
    rf"(?i:{_UNIT})\d{{1,5}}[a-zA-Z]?"
    rf"(?:[-/]\d{{1,4}}[a-zA-Z]?)?,?[ ](?:{_NAME}[ ]){{0,3}}{_NAME}[ \n]"
    rf"(?i:{_STREET})\.?(?i:{_AFTER_UNIT})",
    ignore_case=False,
)
_LOWER: Final = Pattern(
    rf"\d{{1,5}}[a-z]?[ ](?:[{LETTER}'.-]+[ ]){{1,2}}(?:street|road|lane|avenue|drive|terrace|"
    rf"crescent|boulevard|st|rd|ave|ln)",
)
_NUMBER: Final = r"(?:n[º°o.]*[ ]?)?\d{1,5}(?:[ ]?[a-zA-Z]\b)?(?:[-/]\d{1,4}[a-zA-Z]?)?"
_COMPOUND: Final = Pattern(
    rf"\p{{Lu}}[{LETTER}'.-]*(?:[ -]\p{{Lu}}[{LETTER}'.-]*){{0,2}}?"
    r"(?:straße|strasse|str\.|weg|gasse|platz|allee|ring|damm|ufer|straat|laan|gracht|kade|plein|"
    r"singel|dijk|gatan|vägen|veien|"
    rf"gata|gate|vej|gade|utca|katu|tie|ulica)[ ]{_NUMBER}",
    ignore_case=False,
)
_PREFIXED: Final = Pattern(
    r"(?i:calle|c/|via|viale|piazza|corso|vicolo|rua|avenida|av\.|avda\.?|ul\.|ulica|al\.|carrer|"
    r"paseo|plaza|camino|"
    r"rue|travessa|largo|praça|estrada|jalan|jl\.|strada|am|an der|auf der|alte[rs]?|bei der|rúa|"
    r"ronda|jr\.|jirón)(?:[ ]|\b[ ]?)"
    r"(?:(?:de|del|della|da|do|dos|das|la|las|los|der|den|des|von|santa?|são)[ ]){0,3}"
    rf"\p{{Lu}}[{LETTER}'.-]*(?:[ ][{LETTER}'.-]+){{0,4}},?[ ](?i:n[º°o.]*[ ]?|#)?"
    r"\d{1,5}[a-zA-Z]?(?:[-/]\d{1,4}[a-zA-Z]?)?",
    ignore_case=False,
)
_FRENCH: Final = Pattern(
    r"\d{1,4}(?:[ ]?bis|[ ]?ter)?,?[ ](?i:rue|avenue|boulevard|chemin|place|quai|impasse|allée|"
    r"cours|route|square|passage)(?:[ ](?i:de|du|des|la|le|les|d'|l'|saint|sainte|st)){0,3}"
    rf"[ ]?[{LETTER}'-]+(?:[ ]\p{{Lu}}[{LETTER}'-]*){{0,3}}",
    ignore_case=False,
)
_BOX: Final = Pattern(
    r"(?:p\.?[ ]?o\.?[ ]?box|postfach|apartado(?: de correos)?|caixa postal|postbus|"
    r"casella postale|bp)[ ]\d{1,6}"
)
_JAPANESE: Final = Pattern(
    r"〒?[ ]?\d{3}-\d{4}[ ]?[\p{Han}\p{Hiragana}\p{Katakana}ー0-9０-９-]*|"
    r"[\p{Han}]{1,4}[都道府県][\p{Han}\p{Hiragana}\p{Katakana}ーケヶ]{1,12}"
    r"[市区町村郡](?:[\p{Han}\p{Hiragana}\p{Katakana}ー]*[\d０-９]+(?:[-－丁目番地号の]+[\d０-９]*)*)?",
    inside=True,
)
_UK: Final = r"[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}"
_POSTCODE: Final = Pattern(
    rf"{_UK}|[A-Z]\d[A-Z][ ]\d[A-Z]\d|(?:[DABFIL]-|CH-|NL-|"
    rf"PL-)?\d{{4,5}}[ ]?(?:[A-Z]{{2}}[ ])?(?P<t>)\p{{Lu}}\p{{Ll}}[{LETTER}'-]+"
    rf"(?:[ ](?:am|an|der|im|la|le|de|del|do|sur|den)){{0,2}}"
    rf"(?:[ -]\p{{Lu}}\p{{Ll}}[{LETTER}'-]+){{0,2}}"
    rf"|\d{{4}}-\d{{3}}[ ]\p{{Lu}}[{LETTER}'-]+(?:[ ]\p{{Lu}}[{LETTER}'-]+){{0,2}}|"
    rf"\d{{2}}-\d{{3}}[ ]\p{{Lu}}[{LETTER}'-]+"
    rf"|[A-Z]{{2}}[ ]\d{{5}}(?:-\d{{4}})?",
    ignore_case=False,
)
_UK_ONLY: Final = Pattern(
    rf"{_UK}|[A-Z]\d[A-Z][ ]\d[A-Z]\d|[A-Z]{{2}}[ ]\d{{5}}", ignore_case=False
)
_TAIL: Final = Pattern(
    rf"(?:[ ]?(?:,|,?\n)[ ]?(?:(?:St\.|Ste\.|Mt\.|[\p{{Lu}}\d(][{LETTER}\p{{N}}')-]*|"
    rf"de|of|la|le|am|an|"
    rf"der|upon|on|sur|"
    rf"do|da|del)[ ]?){{1,5}}){{1,4}}",
    inside=True,
    ignore_case=False,
)
_STREETS: Final = (_ENGLISH, _LOWER, _COMPOUND, _PREFIXED, _FRENCH, _BOX, _JAPANESE)


class AddressRecognizer(Rule):
    """A street with its number and what follows it, up to the country."""

    finds = (Entity.LOCATION,)

    def find(self, message: Message) -> Iterable[Finding]:
        """One stretch for a whole address."""
        text = message.text
        if text.isascii() and not message.numbered:
            return
        for pattern in _STREETS:
            for start, end in pattern.spans(text):
                yield Finding(start, _tail(message, end), Entity.LOCATION, Why.ADDRESS, LIKELY)
        for start, end in _POSTCODE.spans(text):
            if _is_postcode(message, start, end):
                yield Finding(start, end, Entity.LOCATION, Why.ADDRESS, LIKELY)


def _tail(message: Message, end: int) -> int:
    """Where the address goes on: towns and postcodes behind commas or on the next lines."""
    rest = message.text[end : end + 90]
    tail = next((stop for start, stop in _TAIL.spans(rest) if not start), 0)
    reached = end
    for start, stop in _pieces(rest[:tail]):
        piece = message.words_in(end + start, end + stop)
        words = [word for word in piece if word.end <= end + tail]
        if not words or words[0].lower in lexicon.LABELS | lexicon.FUNCTION | lexicon.JOBS:
            break
        if not _belongs(message, end + start, end + stop):
            break
        reached = words[-1].end
    return min(reached, end + tail) if reached > end else end


def _pieces(tail: str) -> Iterator[tuple[int, int]]:
    """The parts of an address between commas and line ends."""
    start = 0
    for index, char in enumerate(tail + ","):
        if char in ",\n":
            if tail[start:index].strip():
                yield start, index
            start = index + 1


def _belongs(message: Message, start: int, end: int) -> bool:
    """Whether a part is a postcode or what the classifier takes for a place."""
    digits = any(map(str.isdigit, message.text[start:end]))
    return names.backed(message, start, end, names.BACKED if digits else names.LIKELY)


def _is_postcode(message: Message, start: int, end: int) -> bool:
    found = message.text[start:end]
    return _UK_ONLY.matches(found) or names.backed(message, start, end, names.LIKELY)
