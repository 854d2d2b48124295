"""What runs in a worker process: one engine, built when the process starts.

The heavy imports stand inside `start`: the asking process imports this module too (to name its
functions) and must stay light.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.domain.redacted import RedactionUnavailableError
from bot.redaction.detection import Detection, Job

if TYPE_CHECKING:
    from bot.redaction.engine import Engine

PRELOAD: Final = ["bot.redaction.engine", "bot.redaction.classifier", "bot.redaction.warm"]
"""Imported once in the fork server; every worker inherits them without a second copy."""

_engines: Final[list["Engine"]] = []


def start(model_dir: Path) -> None:
    """Build this process's engine; without a verified model every analysis will refuse."""
    from bot.redaction.classifier import ModelDamagedError, TokenClassifier  # noqa: PLC0415 - see above
    from bot.redaction.engine import Engine  # noqa: PLC0415 - see above

    try:
        _engines.append(Engine(TokenClassifier(model_dir)))
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
