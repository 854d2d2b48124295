"""Numbers that lead to one customer: orders, accounts, cards, documents, network addresses."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import LIKELY, SURE, Finding, Rule

_NOUN: Final = words_or(
    # en
    "order orders ticket tickets tkt case cases invoice inv ref reference account acct acc a/c "
    "booking bkg reservation confirmation conf tracking licence license licence_key license_key "
    "serial s/n sn policy membership member customer cust client loyalty card cards passport iban "
    "user_id id ids key voucher rma contract subscription device nhs national_insurance ni ssn vat "
    "tax ein pin claim parcel shipment conversation convo chat transaction txn payment receipt "
    "tracking_number po imei quote job file sort_code meter patient student request locator pnr "
    # es, pt
    "pedido pedidos factura encargo cuenta reserva póliza poliza contrato expediente incidencia "
    "tarjeta dni nif nie seguimiento localizador encomenda fatura conta apólice cartão cpf cnpj "
    "processo referencia referência referenza cliente socio caso solicitud protocolo chamado "
    # fr
    "commande facture dossier compte réservation contrat billet carte colis suivi abonnement "
    "référence réf client adhérent siret "
    # de, nl
    "bestellung bestellnummer auftrag auftragsnummer kundennummer kunden-nr kundennr rechnung "
    "rechnungsnummer vertrag vertragsnummer vorgang vorgangsnummer buchung buchungsnummer karte "
    "konto kontonummer ausweis seriennummer sendung sendungsnummer ticketnummer aktenzeichen "
    "bestelling bestelnummer ordernummer klantnummer factuur factuurnummer boeking "
    "boekingsnummer polis rekening klant dossiernummer contractnummer bsn zaak zaaknummer "
    # it
    "ordine ordini fattura prenotazione conto polizza tessera pratica codice_fiscale spedizione "
    # more documents, meters and plates
    "policyholder sinistro sinistre schaden schadennummer schadensnummer zähler zählernummer "
    "meternummer relatienummer "
    "lidnummer aparato matricola matrícula employee bib complaint plate reg registration callsign "
    "call_sign asset_tag "
    "event_code res vers.-nr versicherungsnummer sozialversicherungsnummer steuernummer st.-nr "
    "kd.-nr kd-nr rg.-nr re.-nr "
    "org.nr orgnr org.-nr organisationsnummer cvr "
    "kto kto.-nr kdnr toque sociétaire cad ag c/c hospital_no patient_no ean ondernemingsnr kvk "
    "btw rut rfc curp cuit ruc "
    "cpe matr aktennummer ine nmi nzbn abn imei pod ddt assicurato codice código código_postal "
    "pass_nr "
    "pesel nip zamówienie",
)
_CJK_NOUN: Final = (
    r"(?:注文番号|予約番号|注文|番号|会員番号|お客様番号|"
    r"問い合わせ番号|受付番号|订单号|订单|주문번호)"
)
_LINK: Final = (
    r"(?:[ ]?[.]?[ ]?(?:no\.?\b|nr\.?|n[º°o]\.?|num\.?|numbers|number|número|numero|numéro|nummer|"
    r"numer|code|id\b|ref\b|key\b|is\b|was\b|it's|ending|ended|ends|end|in\b|with|last|four|digits|"
    r"4\b|del?\b|es\b|era|ist|"
    r"new|nuevo|novo|:|：|#|\(|=|-|,|\"|'|=>)"
    r"[ ]?){0,5}"
)
_VALUE: Final = (
    r"(?P<v>#?(?:[A-Z]{1,4}[ ])?[A-Z0-9](?:[A-Z0-9/_-]*[A-Z0-9])?"
    r"(?:[. ][A-Z0-9/-]*\d[A-Z0-9/-]*){0,7})"
)
_CUED: Final = Pattern(rf"{_NOUN}s?(?:\b|[ ]|\.){_LINK}[ ]?#?{_VALUE}")
_CUED_CJK: Final = Pattern(rf"{_CJK_NOUN}[ ]?[はがの:：#]?[ ]?{_VALUE}", inside=True)
_UNIT: Final = Pattern(
    r"\d+(?:st|nd|rd|th|k|x|min|mins|pm|am|h|hrs?|kg|g|px|mb|gb|tb|days?|years?|weeks?|stars?|"
    r"times|eur|usd|gbp|cm|mm|km|ml)",
)
_YEAR: Final = Pattern(r"(?:19|20)\d\d")
_DATE: Final = Pattern(
    r"(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])(?:[-/.](?:\d{2}|\d{4}))?"
    r"|(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])(?:[-/.](?:0?[1-9]|[12]\d|3[01]))?|\d{1,2}:\d{2}",
)
_FEW: Final = 2
_CUE_REACH: Final = 12
"""Code points before a number in which a word says what it is."""

_MOMENT: Final = Pattern(r"\d{4}-\d{2}-\d{2}[ ]\d{1,2}")
_DIGITS: Final = 3
"""Fewest digits of a number that leads to somebody; below it are floors, seats and versions."""

_CODE_LENGTH: Final = 5
"""Letters and digits of a booking code, in capitals (airlines use six)."""

_DIALLED: Final = Pattern(r"(?:tel|fax|ph|mob|cell|fon)\.?[ ]")
_LABEL: Final = Pattern(rf"{_NOUN}|tel|fax|ddi|iban|bsn|dni|nie|nif|imei|sort")
_HASH: Final = Pattern(r"#[A-Z]{0,5}-?\d{3,}(?:-\d+)*", inside=True)
_CODE: Final = Pattern(
    r"[A-Z]{1,6}[-_/]?\d{4,}(?:[-/][A-Z0-9]+)*[A-Z]{0,3}"
    r"|[A-Z]{1,6}[-/_]\d{3,}(?:[-/][A-Z0-9]+)*"
    r"|[A-Z0-9]{2,8}(?:[-/][A-Z0-9]{1,8})+|[A-Z]{1,4}\d{2,}(?:[A-Z]+\d*)+",
    ignore_case=False,
)
_LOWER_CODE: Final = Pattern(
    r"(?:cus|sub|ord|order|in|inv|pi|ch|acct|usr|user|org|req|tkt)[_-][A-Za-z0-9]{5,}"
    r"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){0,3}[0-9a-f]{4,12}|[0-9a-f]{12,}",
)
_LONG: Final = Pattern(r"\d{7,}|\d{2,6}(?:[- ]\d{2,6}){2,6}|\d{4,}-\d{2,}|\d{3}-\d{5,}")
_CARD: Final = Pattern(
    r"(?:\d{4}[ -]?){3}\d{1,4}|[*xX•]{2,}[ -]?\d{4}|(?:[*xX•]{4}[ -]?){1,3}\d{4}", inside=True
)
_IBAN: Final = Pattern(r"[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?")
_NATIONAL: Final = Pattern(
    r"\d{3}-\d{2}-\d{4}|[A-Z]{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?[A-D]|\d{3}[ ]\d{3}[ ]\d{4}"
    r"|[A-Z]{2}\d{2}[ ][A-Z]{3}|(?:[0-9A-F]{4}[ ]){3,9}[0-9A-F]{4}|\d{1,2}(?:\.\d{3}){2}-[\dK]"
    r"|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{8}-?[A-Z]|[XYZ]-?\d{7}-?[A-Z]|"
    r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]",
    ignore_case=False,
)
_IP: Final = Pattern(
    r"(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5})?|(?:[0-9a-f]{1,4}:){2,7}(?::|"
    r"[0-9a-f]{1,4})(?:[0-9a-f:]*[0-9a-f])?"
    r"|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}",
    inside=True,
)
_NOT_IDS: Final = Pattern(
    r"(?:v|version|ios|android|windows|utf|sha|covid|mp|h|ipad|iphone|gpt|type|usb|ipv|ps|rtx|gtx|"
    r"ryzen|intel|core|macos|"
    r"oauth|tls|wpa|css|html|es|ww|step|fortune|top|a|b|f)[-_ ]?\d{1,3}(?:[.-]\d+)*[a-z]?"
    r"|(?:error|err|cve|iso|rfc|http|https|kb|din|en|e)[-_ ]?\d[\w.-]*",
)
_NUMBERED: Final = Pattern(
    words_or(
        "version v release ios android error errors http iphone windows chapter page iso build "
        "firmware macos kernel"
    )
    + r"[ :#]*",
)
_CODED: Final = Pattern(r"(?:code|codes|status)[ :#]*")


_FAR: Final = 32
_VERSIONED: Final = Pattern(
    r"(?:\bv|version|release|build|firmware|upgraded? (?:to|from)|updated? (?:to|from)|"
    r"rolled back to|back to|driver)[ :]*$",
    inside=True,
)


class CuedReferenceRecognizer(Rule):
    """A value behind a word such as *order*, *Kundennummer* or *ending in*."""

    finds = (Entity.ID,)

    def find(self, message: Message) -> Iterable[Finding]:
        """The value alone; the word that announces it stays."""
        if not message.numbered:
            return
        for pattern in (_CUED, _CUED_CJK):
            for match, start, end in pattern.finds(message.text):
                begin, stop = _cut(message.text, start, end)
                if _DIALLED.found_in(message.text[start:begin]):
                    continue
                if not _is_value(message.text[begin:stop], match.group()):
                    continue
                begin -= message.text[begin - 1 : begin] == "#"
                yield Finding(begin, stop, Entity.ID, Why.CUE, LIKELY)


class CodeRecognizer(Rule):
    """Codes that look like references wherever they stand."""

    finds = (Entity.ID,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Hash signs, letter-digit codes, long numbers."""
        text = message.text
        if not message.numbered:
            return
        for start, end in _HASH.spans(text):
            if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
                yield Finding(start, end, Entity.ID, Why.PATTERN, LIKELY)
        for pattern in (_CODE, _LOWER_CODE, _LONG):
            for start, end in pattern.spans(text):
                if _is_code(text, start, end) and _believed(message, start, end):
                    yield Finding(start, end, Entity.ID, Why.PATTERN, LIKELY)


class DocumentRecognizer(Rule):
    """Bank cards, accounts and national documents by their shape.

    Checksums are not asked: a number with a typing error is still a customer's.
    """

    finds = (Entity.ID,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Cards (masked ones too), IBANs, national numbers."""
        if not message.numbered:
            return
        for pattern in (_CARD, _IBAN, _NATIONAL):
            for start, end in pattern.spans(message.text):
                if sum(map(str.isdigit, message.text[start:end])) >= _FEW:
                    yield Finding(start, end, Entity.ID, Why.PATTERN, SURE)


class NetworkAddressRecognizer(Rule):
    """IP addresses of both versions and hardware addresses."""

    finds = (Entity.ID,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Whole addresses with at least one digit."""
        text = message.text
        if not message.numbered:
            return
        for start, end in _IP.spans(text):
            around = text[max(0, start - 1) : start] + text[end : end + 1]
            found = text[start:end]
            clock = found.count(":") == 2 and found.replace(":", "").isdigit()  # noqa: PLR2004 - h:m:s
            version = found.count(".") == 3 and _VERSIONED.found_in(text[:start][-_FAR:])  # noqa: PLR2004 - a.b.c.d
            if version:
                continue
            if not clock and not any(map(str.isalnum, around)) and any(map(str.isdigit, found)):
                yield Finding(start, end, Entity.ID, Why.PATTERN, SURE)


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out words before and behind that only looked like further groups of the value."""
    found = text[start:end]
    groups = found.split(" ")
    while len(groups) > 1 and groups[0].isalpha() and _is_label(groups[0]):
        start += len(groups[0]) + 1
        groups = groups[1:]
    kept = [groups[0]]
    for group in groups[1:]:
        if _UNIT.matches(group) or any(char.islower() for char in group):
            break
        kept.append(group)
    return start, start + len(" ".join(kept))


def _is_label(group: str) -> bool:
    """Whether letters before a number announce it rather than belong to it."""
    return not group.isupper() or group.lower() in lexicon.NOT_NAMES or _LABEL.matches(group)


def _is_value(value: str, whole: str) -> bool:
    digits = sum(map(str.isdigit, value))
    if _UNIT.matches(value) or _DATE.matches(value) or _NOT_IDS.matches(value):
        return False
    announced = any(sign in whole for sign in "#:") or "no" in whole.lower() or "ending" in whole
    if _YEAR.matches(value) and not announced:
        return False
    plain = value.lstrip("#")
    code = len(plain) >= _CODE_LENGTH and plain.isalnum() and plain.isupper() and digits
    return digits >= _DIGITS or bool(code)


def _believed(message: Message, start: int, end: int) -> bool:
    """Few digits make a code only if the classifier thinks so too."""
    many = sum(map(str.isdigit, message.text[start:end])) > _DIGITS
    return names.backed(message, start, end, names.HINT / 2 if many else names.BACKED)


def _is_code(text: str, start: int, end: int) -> bool:
    found = text[start:end]
    if sum(map(str.isdigit, found)) < _DIGITS or text[max(0, start - 1) : start] in set("$€£.,@/-"):
        return False
    if text[end : end + 1] in {"%", "@", "€"} or (
        text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit()
    ):
        return False
    if _DATE.matches(found) or _MOMENT.matches(found):
        return False
    before = text[max(0, start - _CUE_REACH) : start].lower()
    coded = any(stop >= len(before) for _, stop in _CODED.spans(before))
    return not coded and not ordinary(text, start, end)


def ordinary(text: str, start: int, end: int) -> bool:
    """Whether a number counts, measures or numbers a version, a standard or an error."""
    found = text[start:end]
    if _NOT_IDS.matches(found) or _UNIT.matches(found):
        return True
    before = text[max(0, start - _CUE_REACH) : start].lower()
    return any(stop >= len(before) for _, stop in _NUMBERED.spans(before))
