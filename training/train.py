"""Train the redaction model from the packaged base weights and our own messages.

    python -m training.train              the model that is shipped
    python -m training.train --quick      a rough one in some ten minutes

Everything random is seeded; two threads are used whatever the machine has.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from bot.redaction import classifier, encoding
from training import base, dataset, evaluate, export, network, vocabulary
from training.dataset import IGNORED, Example, Written

SEED: Final = 20_261
"""Of what is random in the network: first weights of flags and head, dropout."""

PIECES_A_STEP: Final = 2_000
WARM_UP: Final = 0.08
"""Share of a round over which the rates rise from next to nothing."""

THREADS: Final = 2


@dataclass(frozen=True)
class Plan:
    """One round of training: how much to train on, and how fast.

    The first stage mixes synthetic messages with variants of the hand-written ones; the second
    holds hand-written ones only, as they are and varied.
    """

    seed: int
    variants: tuple[int, int]
    """Variants of each hand-written message in either stage; no second stage when 0."""

    synthetic: int
    rate: float
    """Of the layers, at its highest; flags and head learn at twice to thrice of it."""

    fresh_rate: float
    last: float = 0.02
    """What is left of the rates at the end of the round."""


ROUNDS: Final = (
    Plan(seed=20_261, variants=(2, 2), synthetic=5_000, rate=3e-4, fresh_rate=1e-3),
    Plan(seed=20_262, variants=(4, 0), synthetic=8_000, rate=2.5e-4, fresh_rate=5e-4, last=0.43),
    Plan(seed=20_263, variants=(0, 1), synthetic=0, rate=1.1e-4, fresh_rate=2.2e-4),
)
"""Each round goes on from the last with new variants; the third is a polish on hand-written
messages alone, which are what real ones are like."""


def groups_of(plan: Plan, tokenizer: Tokenizer, ours: Sequence[Written]) -> list[list[Example]]:
    """All steps of a round, in order."""
    rng = random.Random(plan.seed)
    first = chain(
        dataset.variants(ours, plan.variants[0], rng),
        dataset.synthetic(plan.synthetic, plan.seed, rng),
    )
    own = ours if plan.variants[1] else ()
    second = chain((w.message for w in own), dataset.variants(own, plan.variants[1], rng))
    return [
        group
        for stage in (first, second)
        for group in batches(list(dataset.examples(tokenizer, stage)), rng)
    ]


def batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Groups of equal length with at most PIECES_A_STEP places, in random order.

    Equal lengths need neither padding nor a mask, which would cost a third of the time.
    """
    order = list(examples)
    rng.shuffle(order)
    by_length: dict[int, list[Example]] = {}
    for example in order:
        by_length.setdefault(len(example.pieces), []).append(example)
    found = []
    for length, same in sorted(by_length.items()):
        size = max(1, PIECES_A_STEP // length)
        found += [same[start : start + size] for start in range(0, len(same), size)]
    rng.shuffle(found)
    return found


def tensors(group: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Pieces, flags and labels of shape (examples, length)."""
    return (
        torch.tensor([example.pieces for example in group]),
        torch.tensor([example.flags for example in group]),
        torch.tensor([example.labels for example in group]),
    )


def train(model: network.Network, groups: list[list[Example]], plan: Plan, state: Path) -> None:
    """One pass over the groups; the rates rise, then fall in a straight line.

    The state is saved now and then, so that a run that is cut short is of some use.
    """
    model.pieces.weight.requires_grad = False
    fresh = [*model.head.parameters(), *model.flags.parameters()]
    known = {id(parameter) for parameter in fresh}
    slow = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": plan.rate}, {"params": fresh, "lr": plan.fresh_rate}],
        weight_decay=0.01,
    )
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _pace(step / len(groups), plan.last)
    )
    model.train()
    places = sum(len(example.pieces) for group in groups for example in group)
    print(f"{sum(map(len, groups))} examples, {places} places, {len(groups)} steps", flush=True)
    began, mean = time.monotonic(), 0.0
    for step, group in enumerate(groups, 1):
        loss = _loss(model, group)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*slow, *fresh], 1.0)
        optimizer.step()
        scheduler.step()
        mean = 0.98 * mean + 0.02 * loss.item()
        if step % 100 == 0:
            shown = mean / (1 - 0.98**step)
            spent = time.monotonic() - began
            print(f"step {step}/{len(groups)} loss {shown:.4f} {spent:.0f} s", flush=True)
            torch.save(model.state_dict(), state)
    torch.save(model.state_dict(), state)


def _pace(done: float, last: float) -> float:
    """Share of the full rates when so much of the round is done."""
    return min(1.0, done / WARM_UP + 0.01) * (1.0 - (1.0 - last) * done)


def _loss(model: network.Network, group: Sequence[Example]) -> Tensor:
    pieces, flags, labels = tensors(group)
    scores = model(pieces, flags)
    return functional.cross_entropy(
        scores.flatten(0, 1), labels.flatten(), ignore_index=IGNORED, label_smoothing=0.02
    )


def finish(
    model: network.Network,
    tokenizer: Tokenizer,
    folder: Path,
    held_out: Sequence[Written],
) -> None:
    """Export, choose the thresholds on the exported file, print its figures."""
    everything = dict.fromkeys(encoding.LABELS[1:], 0.5)
    export.write(model, tokenizer, folder, everything)
    verdicts = evaluate.judge(classifier.TokenClassifier(folder), (own.message for own in held_out))
    thresholds = evaluate.choose(verdicts)
    export.write_manifest(folder, thresholds)
    print(f"held out: {len(held_out)} messages; thresholds {thresholds}")
    print(evaluate.show(evaluate.measure(verdicts, thresholds)))


def main() -> None:
    """Train round by round, export, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the first round only")
    parser.add_argument("--start", type=Path, help="a saved state to go on from")
    parser.add_argument("--skip", type=int, default=0, help="rounds that the state has had")
    parser.add_argument("--state", type=Path, default=Path(tempfile.gettempdir()) / "goodword.pt")
    parser.add_argument("--out", type=Path, default=classifier.MODEL_DIR)
    chosen = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    began = time.monotonic()
    pretrained = base.load()
    rows = vocabulary.kept_pieces(pretrained)
    tokenizer = vocabulary.build(pretrained, rows)
    model = network.from_base(pretrained, rows)
    if chosen.start:
        model.load_state_dict(torch.load(chosen.start))
    written = dataset.handwritten()
    ours = [own for own in written if not own.held_out]
    print(f"{len(written)} hand-written messages, {len(rows)} pieces kept", flush=True)
    for plan in ROUNDS[chosen.skip : 1 if chosen.quick else None]:
        train(model, groups_of(plan, tokenizer, ours), plan, chosen.state)
    finish(model, tokenizer, chosen.out, [own for own in written if own.held_out])
    print(f"{time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main()
