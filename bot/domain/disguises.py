"""Ways in which a name is written so that it reads as usual but matches nothing.

Each function gives edits (start, end, what is read instead) of a text, in order and without
overlaps; offsets are code points. All patterns are bounded, so the work is linear.
"""

import re
from collections.abc import Iterator
from typing import Final

Edit = tuple[int, int, str]

_ENTITY: Final = re.compile(
    r"&(?:#(?P<dec>\d{2,6})|#[xX](?P<hex>[0-9a-fA-F]{2,5})|(?P<name>quot|apos|nbsp));"
)
_NAMED: Final = {"quot": '"', "apos": "'", "nbsp": " "}
_MOJIBAKE: Final = re.compile("[ÂÃÄÅ][\u0080-\u00bf\u2018-\u201e\u2020-\u2026\u0152-\u017e€™]")
_TAGGED: Final = re.compile(r"(?:</?[A-Za-z]{1,6}>|[^\W_]){2,60}")
_TAG: Final = re.compile(r"</?[A-Za-z]{1,6}>")
_MARKED: Final = re.compile(r"[\w*~`]{3,60}")
_PAIR: Final = re.compile(r"([*~`])[^\W_]{1,40}\1")
_LEET: Final = re.compile(r"\b[A-ZÀ-ÖØ-Þ][a-zß-ÿ]{0,12}(?:[013457][a-zß-ÿ]{1,12}){1,3}\b")
_LETTERS: Final = str.maketrans("013457", "oieast")
_PICTURED: Final = re.compile(
    "(?<![\\w:\u2600-\u27bf\U0001f300-\U0001faff\ufe0f])(?P<before>[^\\W\\d_]{1,20})"
    "(?::[a-z][a-z0-9_+-]{1,30}:|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]{1,6})"
    "(?P<after>[a-zß-öø-ÿ][^\\W\\d_]{0,20})(?![\\w:])",
)
_LOCKED: Final = re.compile(r"\b[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]{3,40}\b")
_CHAT: Final = frozenset("uraicybnk")
"""Letters that stand for words in chats: *u r a gem*, *i c u*."""

_CHATTED: Final = 3
_SPACED: Final = re.compile(
    r"(?<![\w.'’])[^\W\d_](?P<gap>[ .·*-]| [.·*-] )[^\W\d_](?:(?P=gap)[^\W\d_]){1,24}(?![\w])"
)


def entities(text: str) -> Iterator[Edit]:
    """*N&#103;ozi*, and letters that went through the wrong encoding once, *ZoÃ«*."""
    found = [*_ENTITY.finditer(text), *_MOJIBAKE.finditer(text)]
    for match in sorted(found, key=re.Match.start):
        read = _character(match) if match.group().startswith("&") else _decoded(match.group())
        if read:
            yield match.start(), match.end(), read


def markup(text: str) -> Iterator[Edit]:
    """*<b>Ngo</b>zi*: tags within a word."""
    for match in _TAGGED.finditer(text):
        bare = _TAG.sub("", match.group())
        if bare != match.group() and bare:
            yield match.start(), match.end(), bare


def emphasis(text: str) -> Iterator[Edit]:
    """Slack's marks within a word: one part bold, the next in italics."""
    for match in _MARKED.finditer(text):
        token = match.group()
        if not _PAIR.search(token):
            continue
        bare = re.sub(r"[*~`_]", "", token)
        if bare and bare != token.strip("*~`_"):
            yield match.start(), match.end(), bare


def leet(text: str) -> Iterator[Edit]:
    """*Ng0zi*, *M4rta*: a digit that looks like the letter it stands for."""
    for match in _LEET.finditer(text):
        yield match.start(), match.end(), match.group().translate(_LETTERS)


def pictures(text: str) -> Iterator[Edit]:
    """*Ngo🎉zi* and *Ngo:tada:zi*: an emoji within a word."""
    for match in _PICTURED.finditer(text):
        yield match.start(), match.end(), match.group("before") + match.group("after")


def casing(text: str) -> Iterator[Edit]:
    """*rUBEN*: typed with the capitals locked."""
    for match in _LOCKED.finditer(text):
        yield match.start(), match.end(), match.group().swapcase()


def spacing(text: str) -> Iterator[Edit]:
    """*N g o z i* and *N.g.o.z.i*: three letters or more, each by itself."""
    for match in _SPACED.finditer(text):
        read = match.group().replace(match.group("gap"), "")
        if len(read) > _CHATTED or not _CHAT.issuperset(read.lower()):
            yield match.start(), match.end(), read


def _character(match: re.Match[str]) -> str:
    if match.group("name"):
        return _NAMED[match.group("name")]
    code = int(match.group("dec") or match.group("hex"), 10 if match.group("dec") else 16)
    return chr(code) if 32 <= code < 0x10000 and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - printable, in the basic plane


def _decoded(pair: str) -> str:
    for encoding in ("latin-1", "cp1252"):
        try:
            return pair.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return ""
