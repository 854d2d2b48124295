"""What the network is trained on: hand-written messages in many variants, and synthetic ones."""

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

from bot.redaction import encoding
from training import annotated, augment, generate
from training.annotated import Message
from training.vocabulary import SPECIAL

MESSAGES: Final = Path(__file__).parent / "messages"
HELD_OUT: Final = 10
"""One in so many hand-written messages is kept for choosing weights and thresholds."""

IGNORED: Final = -100
_BESIDE: Final = 0.06
"""Share of variants that are two messages one after the other."""


@dataclass(frozen=True)
class Written:
    """A hand-written message, plain, with its language."""

    message: Message
    language: str

    @property
    def held_out(self) -> bool:
        """Whether it is for choosing, not for training; told by its id alone."""
        digest = hashlib.sha256(self.message.id.encode()).hexdigest()
        return int(digest, 16) % HELD_OUT == 0


@dataclass(frozen=True)
class Example:
    """Pieces, flags and labels of one window, the marks at its ends included."""

    pieces: list[int]
    flags: list[int]
    labels: list[int]


def handwritten(folder: Path = MESSAGES) -> list[Written]:
    """Read every message file; its name begins with the language."""
    return [
        Written(augment.plain(message), path.name[:2])
        for path in sorted(folder.glob("*.txt"))
        for message in annotated.read(path)
    ]


def variants(written: Sequence[Written], count: int, rng: random.Random) -> Iterator[Message]:
    """Each hand-written message *count* times, every time different."""
    for _ in range(count):
        for own in written:
            changed = augment.vary(own.message, rng, own.language)
            if rng.random() < _BESIDE:
                other = rng.choice(written)
                beside = augment.vary(other.message, rng, other.language)
                changed = augment.together(changed, beside)
            yield changed


def synthetic(count: int, seed: int, rng: random.Random) -> Iterator[Message]:
    """Messages put together from templates, typed in as many ways as the written ones."""
    for message in generate.generate(count, seed):
        yield augment.retype(augment.plain(message), rng)


def examples(tokenizer: Tokenizer, messages: Iterable[Message]) -> Iterator[Example]:
    """Encode messages with their labels; long ones give several windows."""
    start_mark, end_mark = (SPECIAL.index(mark) for mark in (encoding.START, encoding.END))
    for message in messages:
        encoded = encoding.encode(tokenizer, message.text, message.roster, message.keep)
        labels = piece_labels(message, encoded)
        for start, stop, _, _ in encoding.windows(len(encoded.pieces)):
            yield Example(
                [start_mark, *encoded.pieces[start:stop], end_mark],
                [0, *encoded.flags[start:stop], 0],
                [IGNORED, *labels[start:stop], IGNORED],
            )


def piece_labels(message: Message, encoded: encoding.Encoded) -> list[int]:
    """Label the pieces of each cell by the identity it touches; others are ignored."""
    kinds = [0] * len(message.text)
    for start, end, kind in message.spans:
        kinds[start:end] = [encoding.LABELS.index(kind)] * (end - start)
    labels = [IGNORED] * len(encoded.pieces)
    for cell in encoded.cells:
        label = next(filter(None, kinds[cell.start : cell.end]), 0)
        labels[cell.first : cell.last] = [label] * (cell.last - cell.first)
    return labels
