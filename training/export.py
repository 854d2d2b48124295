"""From a trained network to the files the product loads: 8-bit ONNX, tokenizer, manifest."""

import hashlib
import json
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from bot.redaction import classifier, encoding
from training.network import INNER, WIDTH, Network
from training.vocabulary import SPECIAL

OPSET: Final = 20
EXACT_LAYERS: Final = (4,)
"""Layers (from 0) whose narrowing step is not rounded to 8 bits: there a few large values would
take the range of all the others, and rounding it alone made half of the whole error."""


class Shipped(nn.Module):
    """The network as it is shipped: 8-bit piece vectors, a scale a row, softmax at the end."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        weight = network.pieces.weight.detach()
        scales = weight.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / 127.0
        self.register_buffer("rows", (weight / scales).round().to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, pieces: Tensor, flags: Tensor) -> Tensor:
        """Probabilities of shape (batch, pieces, labels)."""
        rows, scales = self.get_buffer("rows"), self.get_buffer("scales")
        vectors = rows[pieces].to(torch.float32) * scales[pieces]
        return torch.softmax(self.network.label(vectors, flags), dim=-1)


def write(
    network: Network, tokenizer: Tokenizer, folder: Path, thresholds: Mapping[str, float]
) -> None:
    """Write weights, tokenizer and manifest into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(network, folder / classifier.WEIGHTS)
    tokenizer.save(str(folder / classifier.TOKENIZER), pretty=False)
    write_manifest(folder, thresholds)


def write_weights(network: Network, path: Path) -> None:
    """Export to ONNX and store the matrices with 8 bits a weight, a scale a column."""
    network.eval()
    # Two tensors: the exporter takes one passed twice for one input.
    sample = (torch.arange(10, 17)[None], torch.arange(7)[None])
    length = torch.export.Dim("length", min=2, max=encoding.WINDOW)
    shapes = {"pieces": {1: length}, "flags": {1: length}}
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        program = torch.onnx.export(
            Shipped(network).eval(),
            sample,
            dynamo=True,
            input_names=["pieces", "flags"],
            output_names=["probabilities"],
            dynamic_shapes=shapes,
            opset_version=OPSET,
            external_data=False,
        )
        assert program is not None
        program.save(str(exact))
        quantize_dynamic(
            exact,
            path,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            nodes_to_exclude=_exact_steps(exact),
        )
        _agree(network, exact, path)


def _exact_steps(path: Path) -> list[str]:
    """Names of the steps that stay in single precision."""
    graph = onnx.load(path).graph
    shapes = {weight.name: list(weight.dims) for weight in graph.initializer}
    narrowing = [
        node.name
        for node in graph.node
        if node.op_type == "MatMul" and shapes.get(node.input[1]) == [INNER, WIDTH]
    ]
    return [narrowing[layer] for layer in EXACT_LAYERS]


def _agree(network: Network, exact: Path, rounded: Path) -> None:
    """Hold both files against the network on random pieces; raises ValueError when they differ.

    An export that goes wrong does so grossly; rounding moves single probabilities by a tenth.
    """
    generator = torch.Generator().manual_seed(1)
    highest = network.pieces.num_embeddings
    pieces = torch.randint(len(SPECIAL), highest, (1, 90), generator=generator)
    flags = torch.randint(0, encoding.FLAGS, (1, 90), generator=generator)
    with torch.no_grad():
        wanted = torch.softmax(network(pieces, flags), dim=-1).numpy()
    for path, allowed in ((exact, 0.01), (rounded, 0.06)):
        session = onnxruntime.InferenceSession(path)
        (found,) = session.run(None, {"pieces": pieces.numpy(), "flags": flags.numpy()})
        difference = float(abs(found - wanted).mean())
        if difference > allowed:
            raise ValueError(f"{path.name} differs from the network by {difference:.3f}")


def write_manifest(folder: Path, thresholds: Mapping[str, float]) -> None:
    """Describe the files so that the product can tell them from any others."""
    names = (classifier.WEIGHTS, classifier.TOKENIZER)
    manifest = {
        "labels": list(encoding.LABELS),
        "thresholds": dict(thresholds),
        "sha256": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names
        },
        "bytes": {name: (folder / name).stat().st_size for name in names},
        "made with": {
            "torch": torch.__version__,
            "onnx": onnx.__version__,
            "onnxruntime": onnxruntime.__version__,
            "tokenizers": version("tokenizers"),
        },
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / classifier.MANIFEST).write_text(text, encoding="utf-8")
