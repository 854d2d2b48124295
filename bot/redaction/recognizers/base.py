"""What our recognizers share: they read a `Message` and say what they found and why."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from bot.domain.redacted import Entity, Why
from bot.redaction.message import LANGUAGE, Message

SURE: Final = 1.0
LIKELY: Final = 0.85
GUESS: Final = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch that should be hidden; offsets are code points of the message's reading."""

    start: int
    end: int
    entity: Entity
    why: Why
    score: float = LIKELY


class Rule(LocalRecognizer):
    """A Presidio recognizer that needs the whole message, not only its text.

    `rank` tells equal scores apart: of two equal results Presidio keeps one by chance.
    """

    finds: Sequence[Entity] = (Entity.PERSON,)
    """The kinds of identity it can find."""

    def __init__(self, rank: int = 0) -> None:
        self._nudge = rank * 1e-6
        super().__init__([str(entity) for entity in self.finds], supported_language=LANGUAGE)

    def load(self) -> None:
        """Nothing to load: patterns are compiled when the module is imported."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts
    ) -> list[RecognizerResult]:
        """What Presidio calls; TypeError where the artifacts are not of `PlainEngine`'s making."""
        if not isinstance(nlp_artifacts, Message) or nlp_artifacts.text != text:
            raise TypeError("not a message of this engine")
        return [
            self._result(found)
            for found in self.find(nlp_artifacts)
            if found.entity in entities and found.start < found.end
        ]

    @abstractmethod
    def find(self, message: Message) -> Iterable[Finding]:
        """Everything this recognizer sees in a message."""

    def _result(self, found: Finding) -> RecognizerResult:
        about = {
            RecognizerResult.RECOGNIZER_NAME_KEY: type(self).__name__,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            "why": found.why,
        }
        return RecognizerResult(
            str(found.entity),
            found.start,
            found.end,
            found.score - self._nudge,
            recognition_metadata=about,
        )


def finding(result: RecognizerResult) -> Finding:
    """The finding that a result of Presidio stands for."""
    return Finding(
        result.start,
        result.end,
        Entity(result.entity_type),
        result.recognition_metadata["why"],
        result.score,
    )
