"""Imported by the fork server alone: what every worker shares is made once, before the fork.

An engine holds no thread and no state between messages, so a forked copy is as good as a fresh
one, costs no memory of its own and is ready at once when a killed worker is replaced.
"""

from contextlib import suppress

import phonenumbers

from bot import imports
from bot.redaction.classifier import MODEL_DIR, ModelDamagedError, TokenClassifier
from bot.redaction.detection import Job
from bot.redaction.engine import Engine
from bot.redaction.recognizers.phone import REGIONS

engines: dict[str, Engine] = {}
"""By model folder; empty when the model is missing or not the one that was vouched for."""

with suppress(ModelDamagedError):
    engines[str(MODEL_DIR)] = Engine(TokenClassifier(MODEL_DIR))
    engines[str(MODEL_DIR)].detect(Job("Hi"))
for _region in REGIONS:
    phonenumbers.PhoneMetadata.metadata_for_region(_region, None)
imports.end()
