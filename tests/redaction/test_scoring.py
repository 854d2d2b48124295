"""The bench's own scoring says what the gold set's scorer says."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.scoring import score

GOLD = Path(__file__).parents[2] / "benchmarks" / "data" / "gold"


def test_the_benchs_figures_are_those_of_the_gold_scorer(tmp_path: Path) -> None:
    """Two countings of the same thing must not drift apart."""
    rows = [json.loads(line) for line in (GOLD / "dev.jsonl").read_text("utf-8").splitlines()]
    guesses = {
        row["id"]: [
            [s + 1, min(e + 2, len(row["text"])), "PERSON"] for s, e, _ in row["spans"][::2]
        ]
        + [[0, min(4, len(row["text"])), "ORG"]] * (len(row["text"]) % 5 == 0)
        for row in rows
    }
    path = tmp_path / "predictions.jsonl"
    path.write_text("".join(json.dumps({"id": i, "spans": s}) + "\n" for i, s in guesses.items()))
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD / "dev.jsonl"), str(path), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = score(rows, guesses)
    for name in ("covered", "clean", "safe", "untouched", "teammates", "exact", "typed"):
        assert abs(getattr(ours, name).value - theirs[name]) < 1e-9
    assert abs(ours.over_per_1000 - theirs["over_per_1000"]) < 1e-9
    assert all(abs(r.value - theirs[f"covered {kind}"]) < 1e-9 for kind, r in ours.kinds.items())
