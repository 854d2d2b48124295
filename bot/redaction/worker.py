"""What runs in a worker process.

The heavy imports stand inside `start`: the asking process imports this module too (to name its
functions) and must stay light.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.domain.redacted import RedactionUnavailableError
from bot.redaction.detection import Detection, Job

if TYPE_CHECKING:
    from bot.redaction.engine import Engine

PRELOAD: Final = ["bot.redaction.early", "bot.redaction.warm"]
"""Imported once in the fork server; every worker inherits it without a second copy."""

_engines: Final[list["Engine"]] = []


def start(model_dir: Path) -> None:
    """Get this process's engine; without a verified model every analysis will refuse."""
    from bot.redaction import warm  # noqa: PLC0415 - see above
    from bot.redaction.classifier import ModelDamagedError, TokenClassifier  # noqa: PLC0415
    from bot.redaction.engine import Engine  # noqa: PLC0415

    ready = warm.engines.get(str(model_dir.resolve()))
    try:
        _engines[:] = [ready or Engine(TokenClassifier(model_dir))]
    except ModelDamagedError:
        _engines.clear()


def analyse(job: Job) -> Detection:
    """Analyse a text; raises RedactionUnavailableError, which carries nothing of the text."""
    if not _engines:
        raise RedactionUnavailableError("the model is missing or not the one that was vouched for")
    try:
        return _engines[0].detect(job)
    except Exception:  # noqa: BLE001 - process edge: whatever it is, the text must not travel in it
        raise RedactionUnavailableError("the analysis failed") from None
