"""The project's own small token classifier, run by onnxruntime on one thread.

The model folder holds ``model.onnx`` (8-bit weights), ``tokenizer.json`` and ``manifest.json``.
The manifest names the labels in the order of the network's outputs, the SHA-256 of the two
files, and thresholds chosen on held-out training data. Nothing is ever downloaded.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.redaction import encoding

MODEL_DIR: Final = Path(__file__).parent / "model"
WEIGHTS: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
MANIFEST: Final = "manifest.json"


class ModelDamagedError(RuntimeError):
    """The model's files are missing or are not the ones its manifest vouches for."""


@dataclass(frozen=True, slots=True)
class WordScore:
    """The verdict on one word (one word piece where words are not spaced)."""

    start: int
    end: int
    probabilities: tuple[float, ...]
    """One per label of `encoding.LABELS`; they add up to 1."""

    @property
    def hiding(self) -> float:
        """Probability that the word is part of an identity: 1 - P(O)."""
        return 1.0 - self.probabilities[0]

    @property
    def label(self) -> str:
        """The likeliest kind of identity, whether or not it is likely at all."""
        best = max(range(1, len(self.probabilities)), key=self.probabilities.__getitem__)
        return encoding.LABELS[best]


class TokenClassifier:
    """Tells for each word of a message how likely it is part of which kind of identity.

    Holds no state between messages. One instance serves one process; calls from several
    threads are safe (onnxruntime sessions and tokenizers are).
    """

    def __init__(self, model_dir: Path = MODEL_DIR) -> None:
        manifest = read_manifest(model_dir)
        self._tokenizer = Tokenizer.from_file(str(model_dir / TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._start = self._tokenizer.token_to_id(encoding.START)
        self._end = self._tokenizer.token_to_id(encoding.END)
        self.thresholds: dict[str, float] = dict(manifest["thresholds"])
        """Per label, the least `WordScore.hiding` at which to hide; chosen in training."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model_dir / WEIGHTS), options, providers=["CPUExecutionProvider"]
        )

    def scores(self, text: str, roster: Sequence[str], keep: Sequence[str]) -> list[WordScore]:
        """Score the words of a message; punctuation, emoji codes and mentions get no score.

        *text* is plain (Slack's escapes undone), of any length: long ones are read in windows.
        *roster* are the teammates' names, *keep* our own product's words.
        """
        message = encoding.encode(self._tokenizer, text, roster, keep)
        rows = self._probabilities(message)
        plain = rows.tolist()
        return [
            WordScore(cell.start, cell.end, tuple(_averaged(rows, plain, cell)))
            for cell in message.cells
        ]

    def _probabilities(self, message: encoding.Encoded) -> npt.NDArray[np.float32]:
        """One row per piece, one column per label."""
        rows = np.zeros((len(message.pieces), len(encoding.LABELS)), dtype=np.float32)
        for start, stop, first, last in encoding.windows(len(message.pieces)):
            pieces = [self._start, *message.pieces[start:stop], self._end]
            flags = [0, *message.flags[start:stop], 0]
            (out,) = self._session.run(
                None,
                {
                    "pieces": np.array([pieces], dtype=np.int64),
                    "flags": np.array([flags], dtype=np.int64),
                },
            )
            rows[first:last] = out[0, 1 + first - start : 1 + last - start]
        return rows


def _averaged(
    rows: npt.NDArray[np.float32], plain: list[list[float]], cell: encoding.Cell
) -> list[float]:
    """The mean over the pieces of a word; most words are one piece, whose row it is."""
    if cell.last - cell.first == 1:
        return plain[cell.first]
    mean: list[float] = rows[cell.first : cell.last].mean(axis=0).tolist()
    return mean


def read_manifest(model_dir: Path) -> dict[str, Any]:
    """Read the manifest and hold the files against it.

    Raises ModelDamagedError when a file is missing, altered or made for other labels.
    """
    try:
        manifest: dict[str, Any] = json.loads((model_dir / MANIFEST).read_text(encoding="utf-8"))
        for name in (WEIGHTS, TOKENIZER):
            actual = hashlib.sha256((model_dir / name).read_bytes()).hexdigest()
            if actual != manifest["sha256"][name]:
                raise ModelDamagedError(f"{name} is not the file its manifest describes")
    except (OSError, ValueError, KeyError) as problem:
        raise ModelDamagedError(f"the model in {model_dir} cannot be read") from problem
    if tuple(manifest["labels"]) != encoding.LABELS:
        raise ModelDamagedError("the model was trained for other labels")
    return manifest
