"""The part of the base vocabulary that we keep, and the tokenizer made from it.

The base knows 250,000 word pieces of about 100 languages; their vectors are four fifths of its
size. We keep the pieces that frequent words of our languages, names and places of the world
use, and every single character of the scripts that names are written in. A word whose piece
is gone is simply spelt in smaller ones.

Word lists come from ``wordfreq`` (code Apache-2.0, lists CC BY-SA 4.0); they decide which
pieces stay and are not shipped.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

import wordfreq
from tokenizers import Tokenizer, models, normalizers

from bot.redaction import encoding
from training import names
from training.base import Base

SPECIAL: Final = (encoding.START, "<pad>", encoding.END, "<unk>", "\n")
UNKNOWN_ID: Final = 3
MEANT_FOR: Final = {"en": 17_000} | dict.fromkeys(("es", "fr", "de", "pt", "nl", "it"), 7_500)
UNSPACED: Final = {"ja": 8_000}
HAN: Final = {"ja": 30_000, "zh": 20_000}
"""Words whose Han characters are kept one by one; thousands of others hardly occur."""

ALSO: Final = dict.fromkeys(
    ("pl", "sv", "da", "nb", "fi", "cs", "hu", "ro", "tr", "id", "vi", "ca", "fil"), 700
) | dict.fromkeys(("ru", "uk", "el", "ar", "fa", "he", "hi", "bn", "ta", "ko"), 400)
SCRIPTS: Final = frozenset(names.listed("scripts"))


def kept_pieces(base: Base) -> list[int]:
    """Choose the rows of the base vocabulary to keep, in the base's own order."""
    whole = _tokenizer(list(zip(base.pieces, base.scores, strict=True)))
    used: set[str] = set()
    for batch in _batches(_spellings(), 5_000):
        for found in whole.encode_batch(batch, add_special_tokens=False):
            used.update(found.tokens)
    first = len(SPECIAL) - 1
    used.update(_han())
    return [
        row
        for row, piece in enumerate(base.pieces)
        if row >= first and (piece in used or _elementary(piece))
    ]


def build(base: Base, rows: list[int]) -> Tokenizer:
    """Make the tokenizer: our marks first, then the kept pieces with the base's scores."""
    marks = [(mark, 0.0) for mark in SPECIAL]
    return _tokenizer(marks + [(base.pieces[row], base.scores[row]) for row in rows])


def _tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=UNKNOWN_ID, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    return tokenizer


def _spellings() -> Iterator[str]:
    """Words as the encoding spells them, in the casings they are met in."""
    for language, count in (MEANT_FOR | ALSO).items():
        for word in wordfreq.top_n_list(language, count):
            yield "\u2581" + word
            if count > min(MEANT_FOR.values()) // 2:
                yield "\u2581" + word.capitalize()
    for language, count in UNSPACED.items():
        yield from wordfreq.top_n_list(language, count)
    for name in names.everything():
        for unit in encoding.units(name):
            word = name[unit.start : unit.end]
            yield word if unit.kind != "word" else "\u2581" + word
            if unit.kind == "word":
                yield "\u2581" + word.casefold()


def _elementary(piece: str) -> bool:
    """Tell single characters of the scripts we read, and short runs of digits."""
    body = piece.lstrip("\u2581")
    if len(body) > 1:
        return body.isdecimal() and len(body) <= 2 and body.isascii()
    if not body.isalpha():
        return True
    return unicodedata.name(body, "?").split()[0] in SCRIPTS


def _han() -> set[str]:
    return {
        char
        for language, count in HAN.items()
        for word in wordfreq.top_n_list(language, count)
        for char in word
    }


def _batches(words: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for word in words:
        batch.append(word)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch
