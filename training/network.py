"""The network: the base's embedding and lower layers, flags as token types, a label head."""

from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.redaction import encoding
from training.base import Base
from training.vocabulary import SPECIAL

LAYERS: Final = 6
"""Layers kept, from below: the upper ones serve whole-sentence vectors, and time is short."""

WIDTH: Final = 384
HEADS: Final = 12
INNER: Final = 4 * WIDTH
EPSILON: Final = 1e-12


class Layer(nn.Module):
    """One BERT layer: self-attention and a two-step feed-forward, each normalised after."""

    def __init__(self) -> None:
        super().__init__()
        self.attend = nn.Linear(WIDTH, 3 * WIDTH)  # queries, keys and values in one step
        self.merge = nn.Linear(WIDTH, WIDTH)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.after_attention = nn.LayerNorm(WIDTH, EPSILON)
        self.after_inner = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, states: Tensor, dropout: float) -> Tensor:
        """Map states of shape (batch, pieces, WIDTH) to the same shape."""
        size = states.shape[:2]

        parts = self.attend(states).view(*size, 3, HEADS, WIDTH // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        heard = functional.scaled_dot_product_attention(query, key, value)
        merged = self.merge(heard.transpose(1, 2).reshape(*size, WIDTH))
        merged = functional.dropout(merged, dropout, self.training)
        states = self.after_attention(states + merged)
        inner = self.narrow(functional.gelu(self.widen(states)))
        inner = functional.dropout(inner, dropout, self.training)
        normed: Tensor = self.after_inner(states + inner)
        return normed


class Network(nn.Module):
    """Pieces and flags in, one score per label out."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.places = nn.Embedding(encoding.WINDOW, WIDTH)
        self.flags = nn.Embedding(encoding.FLAGS, WIDTH)
        self.entry = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, len(encoding.LABELS))
        self.dropout = 0.1

    def forward(self, pieces: Tensor, flags: Tensor) -> Tensor:
        """Score (batch, pieces) of ids and flags; nothing is padded."""
        return self.label(self.pieces(pieces), flags)

    def label(self, vectors: Tensor, flags: Tensor) -> Tensor:
        """Score pieces whose vectors have been looked up already."""
        places = torch.arange(vectors.shape[1], device=vectors.device)
        states = self.entry(vectors + self.places(places) + self.flags(flags))
        states = functional.dropout(states, self.dropout, self.training)
        for layer in self.layers:
            states = layer(states, self.dropout)
        scores: Tensor = self.head(states)
        return scores


def from_base(base: Base, rows: list[int]) -> Network:
    """Start a network from the base: kept pieces, first places, lower layers."""
    network = Network(len(SPECIAL) + len(rows))
    words = base.tensor("emb.word", WIDTH)
    # A line end starts out as the pilcrow; the other marks are the base's own first rows.
    marks = [0, 1, 2, 3, base.pieces.index("¶")]
    kind = base.tensor("emb.type", WIDTH)[0]
    with torch.no_grad():
        network.pieces.weight.copy_(_tensor(words[marks + rows]))
        network.places.weight.copy_(_tensor(base.tensor("emb.pos", WIDTH)[: encoding.WINDOW]))
        network.flags.weight.mul_(0.02).add_(_tensor(kind))
        _fill(network.entry, base, "emb.ln")
        for index, layer in enumerate(network.layers):
            for part, name in _PARTS.items():
                _fill(getattr(layer, part), base, f"l{index}.", name)
    return network


_PARTS: Final = {
    "attend": "q k v",
    "merge": "ao",
    "widen": "fi",
    "narrow": "fo",
    "after_attention": "aln",
    "after_inner": "oln",
}


def _fill(part: nn.Module, base: Base, prefix: str, names: str = "") -> None:
    """Copy weight and bias; several names are stacked into one matrix."""
    weight = part.get_parameter("weight")
    columns = weight.shape[1] if weight.dim() > 1 else None
    stems = [prefix + name for name in names.split() or [""]]
    weight.copy_(_tensor(np.concatenate([base.tensor(f"{s}.w", columns) for s in stems])))
    part.get_parameter("bias").copy_(
        _tensor(np.concatenate([base.tensor(f"{s}.b") for s in stems]))
    )


def _tensor(array: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array))
