"""Slack's text as a person reads it, with every code point traced back to where it came from.

Slack escapes three characters and writes links, mentions and channels as ``<…>`` tokens; people
(and those who play with filters) add invisible characters, full-width letters and look-alikes.
`read` undoes all of it and keeps, for each code point of the result, the stretch of the raw
text it stands for, so that whatever is found in the reading can be cut out of the raw text.

All offsets are code points, end exclusive. Source of the markup rules: Slack's reference
*Formatting text for app surfaces*.
"""

import enum
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.domain import disguises


class TokenKind(enum.StrEnum):
    """What a ``<…>`` token of Slack points to."""

    MAIL = "mail"
    PHONE = "phone"
    LINK = "link"
    USER = "user"
    CHANNEL = "channel"
    GROUP = "group"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Token:
    """One ``<target|label>`` of Slack; start and end are offsets into the reading."""

    start: int
    end: int
    kind: TokenKind
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Text as it is read. starts[i] and ends[i] delimit what text[i] stands for in the raw text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tokens: tuple[Token, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a non-empty stretch of the reading stands in the raw text."""
        return self.starts[start], max(self.ends[start:end])


_ESCAPES: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
# Bounded on all sides: a lone "<" never makes the search walk the rest of the text twice.
_MARKUP: Final = re.compile(
    r"&(?:amp|lt|gt);"
    r"|<(?P<target>(?:mailto:|tel:|https?://|[@#][A-Z0-9]|!)[^<>|\n]{0,2000})"
    r"(?:\|(?P<label>[^<>\n]{0,2000}))?>",
)
_PREFIXES: Final = (
    ("mailto:", TokenKind.MAIL),
    ("tel:", TokenKind.PHONE),
    ("http", TokenKind.LINK),
    ("@", TokenKind.USER),
    ("#", TokenKind.CHANNEL),
    ("!date^", TokenKind.DATE),
    ("!", TokenKind.GROUP),
)
_PUNCTUATION: Final = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "ʻ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‐": "-",
        "‑": "-",
        "＠": "@",
        "․": ".",
        "。": ".",
    },
)
# Letters of other alphabets that look like Latin ones (Unicode TR 39, confusables; the ones
# that people use to slip a name past a filter).
_LOOKALIKES: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορυνικ",
        "ABESIJKMHOPCTYXaesijopcyxdqwhlABEZHIKMNOPTYXaopuvik",
        strict=True,
    ),
)
_CONTROL: Final = frozenset({"Cf", "Cs", "Co", "Cn"})
_INVISIBLE: Final = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_WIDE_RANGES: Final = (
    (0xFB00, 0xFB06),
    (0xFF01, 0xFFEF),
    (0x1D400, 0x1D7FF),
    (0x2460, 0x24FF),
    (0x1F130, 0x1F169),
    (0x2100, 0x214F),
)


def read(raw: str) -> Reading:
    """The reading of a raw Slack text: markup undone, disguises undone, letters folded."""
    reading = unescape(raw)
    for disguise in (disguises.entities, disguises.markup, disguises.emphasis):
        reading = _edited(reading, list(disguise(reading.text)))
    reading = fold(reading)
    for disguise in (disguises.pictures, disguises.spacing, disguises.casing, disguises.leet):
        reading = _edited(reading, list(disguise(reading.text)))
    return reading


def unescape(raw: str) -> Reading:
    """Undo Slack's escapes and tokens; a user mention and broken markup stay as they are."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    tokens: list[Token] = []
    for piece, start, end, token in _pieces(raw):
        if token is not None:
            tokens.append(Token(len(text), len(text) + len(piece), *token))
        whole = token is not None or piece != raw[start:end]
        for index, char in enumerate(piece):
            text.append(char)
            starts.append(start if whole else start + index)
            ends.append(end if whole else start + index + 1)
    return Reading("".join(text), tuple(starts), tuple(ends), tuple(tokens))


def fold(reading: Reading) -> Reading:
    """Fold a reading for matching: nothing invisible, no full-width or look-alike letters.

    Line ends stay; typographic quotes and hyphens become the typewriter's.
    """
    if reading.text.isascii():
        return replace(reading, text=reading.text.replace("`", "'"))
    chars: list[str] = []
    origin: list[tuple[int, int]] = []
    where: list[int] = []
    for start, end in _clusters(reading.text):
        where.extend([len(chars)] * (end - start))
        for char in _folded(reading.text[start:end]):
            chars.append(char)
            origin.append((start, end))
    where.append(len(chars))
    text = _latin_words("".join(chars))
    return Reading(
        text,
        tuple(reading.starts[start] for start, _ in origin),
        tuple(reading.ends[end - 1] for _, end in origin),
        tuple(
            Token(where[token.start], where[token.end], token.kind, token.target, token.label)
            for token in reading.tokens
        ),
    )


def _edited(reading: Reading, edits: list[disguises.Edit]) -> Reading:
    """A reading with some stretches read differently; each new letter stands for all of one."""
    if not edits:
        return reading
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    where = [0] * (len(reading.text) + 1)
    done = 0
    for start, end, new in [*edits, (len(reading.text), len(reading.text), "")]:
        for index in range(done, start):
            where[index] = len(text)
            text.append(reading.text[index])
            starts.append(reading.starts[index])
            ends.append(reading.ends[index])
        where[start:end] = [len(text)] * (end - start)
        text.extend(new)
        if new:
            starts.extend([reading.starts[start]] * len(new))
            ends.extend([max(reading.ends[start:end])] * len(new))
        done = end
    where[-1] = len(text)
    tokens = tuple(replace(t, start=where[t.start], end=where[t.end]) for t in reading.tokens)
    return Reading("".join(text), tuple(starts), tuple(ends), tokens)


_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (Unicode, UAX 9)."""
_DRESS: Final = re.compile(r"[*~`]|^[>_\s]+|(?<![^\W_])_|_(?![^\W_])")
"""Slack's formatting; an underscore within a word formats nothing and belongs to the name."""


def escape(text: str) -> str:
    """Escape text for Slack: what a person typed can then neither link nor mention.

    Marks that turn the direction of what follows go as well: with them a line reads as another.
    """
    plain = _TURNING.sub("", text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_name(name: str) -> str:
    """A name for a line of our own: it cannot dress up as bold, code, a quote or a second line."""
    flat = " ".join(_DRESS.sub("", name).split())
    return escape(flat)


def well_formed(text: str) -> str:
    """The text without lone surrogates, which neither a database nor Slack can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_plain(raw: str, name_of: Callable[[str], str]) -> str:
    """A Slack message as a person would type it, for the text field of a form.

    Mentions become @ and the name that `name_of` knows for the user id; links become their
    label, or the address where the label hides another one.
    """
    return "".join(
        piece if token is None else _plain(token, name_of) for piece, _, _, token in _pieces(raw)
    )


def _plain(token: tuple[TokenKind, str, str], name_of: Callable[[str], str]) -> str:
    kind, target, label = token
    if kind is TokenKind.USER:
        return "@" + name_of(target)
    if kind is TokenKind.LINK and label and label not in target:
        return f"{label} ({target})"
    return _shown(token, target)


def _pieces(raw: str) -> Iterator[tuple[str, int, int, tuple[TokenKind, str, str] | None]]:
    """Cut raw text into (what is read, raw start, raw end, token or nothing)."""
    done = 0
    for match in _MARKUP.finditer(raw):
        if match.start() > done:
            yield raw[done : match.start()], done, match.start(), None
        done = match.end()
        found = match.group()
        if found in _ESCAPES:
            yield _ESCAPES[found], match.start(), done, None
            continue
        token = _token(match.group("target"), match.group("label") or "")
        yield _shown(token, found), match.start(), done, token
    if done < len(raw):
        yield raw[done:], done, len(raw), None


def _token(target: str, label: str) -> tuple[TokenKind, str, str]:
    prefix, kind = next((p, k) for p, k in _PREFIXES if target.startswith(p))
    address = target if kind is TokenKind.LINK else target.removeprefix(prefix)
    for written, meant in _ESCAPES.items():
        address, label = address.replace(written, meant), label.replace(written, meant)
    return kind, address, label


def _shown(token: tuple[TokenKind, str, str], found: str) -> str:
    """How a token reads; a mention stays as it is, for it names a teammate and nobody else."""
    kind, target, label = token
    match kind:
        case TokenKind.USER:
            return found
        case TokenKind.CHANNEL:
            return "#" + (label or target)
        case TokenKind.GROUP:
            return "@" + (label.removeprefix("@") or target)
        case _:
            return label or target


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Cut text into base characters with the combining marks that follow them."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not unicodedata.combining(text[index]):
            yield start, index
            start = index


def _folded(cluster: str) -> str:
    """Fold one cluster; empty where nothing of it is visible."""
    if cluster.isascii():
        return "'" if cluster == "`" else cluster
    head = cluster[0]
    if head in _INVISIBLE or unicodedata.category(head) in _CONTROL:
        return "".join(_folded(char) for char in cluster[1:])
    if len(cluster) > 1:
        return _composed(cluster)
    if unicodedata.category(head) == "Zs":
        return " "
    if any(low <= ord(head) <= high for low, high in _WIDE_RANGES):
        return unicodedata.normalize("NFKC", head)
    return head.translate(_PUNCTUATION)


def _composed(cluster: str) -> str:
    """One character for a base and its accents; piled-up decoration is dropped."""
    composed = unicodedata.normalize("NFKC", cluster)
    return composed[0] if _is_latin(composed[0]) or not composed[0].isalpha() else composed[:2]


def _latin_words(text: str) -> str:
    """Replace look-alikes in words that mix them with Latin letters; offsets do not move."""
    if text.isascii():
        return text
    return re.sub(r"\w+", lambda match: _latin(match.group()), text)


def _latin(word: str) -> str:
    if not any(char in _LOOKALIKES for char in word) or not any(map(_is_latin, word)):
        return word
    return "".join(_LOOKALIKES.get(char, char) for char in word)


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")
