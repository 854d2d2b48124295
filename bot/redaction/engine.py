"""Presidio at work: from a raw message to the stretches of it that say who a customer is."""

from typing import Final

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.recognizer_result import RecognizerResult

from bot.domain import slack_text
from bot.domain.redacted import Entity
from bot.redaction import also, confidence, people, resolve
from bot.redaction.detection import Detection, Found, Job
from bot.redaction.message import LANGUAGE, Classifier, Message, PlainEngine
from bot.redaction.recognizers import all_rules
from bot.redaction.recognizers.base import Finding, finding

_ENTITIES: Final = [str(entity) for entity in Entity]


class _NoContext(ContextAwareEnhancer):
    """Our recognizers look at the context themselves: scores stay as they are."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: object,
        context: object = None,
    ) -> list[RecognizerResult]:
        """Nothing to add."""
        del text, nlp_artifacts, recognizers, context
        return raw_results


class Engine:
    """Finds identities. Holds no state between messages; one instance serves one process."""

    def __init__(self, classifier: Classifier | None) -> None:
        self._classifier = classifier
        registry = RecognizerRegistry(recognizers=all_rules(), supported_languages=[LANGUAGE])
        self._analyzer = AnalyzerEngine(
            registry=registry,
            nlp_engine=PlainEngine(),
            log_decision_process=False,
            supported_languages=[LANGUAGE],
            context_aware_enhancer=_NoContext(),
        )

    def detect(self, job: Job) -> Detection:
        """Every stretch of a raw Slack text that should be hidden, given who is a teammate."""
        reading = slack_text.read(job.text)
        message = Message(reading, job.roster, job.keep, self._classifier)
        results = self._analyzer.analyze(
            message.text, LANGUAGE, entities=_ENTITIES, nlp_artifacts=message
        )
        findings = people.decide(message, [finding(result) for result in results])
        spans = resolve.settle(message, [*findings, *also.asked(message, job.also_hide)])
        doubts = confidence.doubts(message, spans)
        return Detection(
            tuple(_found(reading, span) for span in spans), doubts, confidence.confident(doubts)
        )


def _found(reading: slack_text.Reading, span: Finding) -> Found:
    start, end = reading.raw_span(span.start, span.end)
    surface = reading.text[span.start : span.end]
    return Found(start, end, span.entity, span.why, span.score, surface)
