"""Of a file's name only the person's is hidden."""

import pytest

from bot.domain.slack_text import read
from bot.redaction import people, resolve
from bot.redaction.message import Message
from bot.redaction.recognizers.classifier import ClassifierRecognizer
from tests.redaction.conftest import Suspecting
from training.annotated import unmark

SUSPECTS = ["report", "Ngozi", "ngozi", "Okafor", "okafor", "final", "20241103", "48213", "IMG"]


@pytest.mark.parametrize(
    ("marked", "label"),
    [
        ("see report_for_[PERSON|Ngozi_Okafor].pdf please", "HANDLE"),
        ("see report-[PERSON|ngozi-okafor]-final.xlsx please", "PERSON"),
        ("see report_final.pdf please", "HANDLE"),
        ("see IMG_20241103.jpg please", "ID"),
        ("see scan_[ID|48213].pdf please", "ID"),
        ("[HANDLE|ngozi_okafor] is my name there", "HANDLE"),
    ],
)
def test_a_file_name_stays_but_for_the_name_in_it(marked: str, label: str) -> None:
    """*report*, *final* and a date name nobody; a nickname is no file."""
    text, spans = unmark(marked)
    message = Message(read(text), classifier=Suspecting(dict.fromkeys(SUSPECTS, label), hiding=0.9))
    found = people.decide(message, list(ClassifierRecognizer().find(message)))
    said = [(one.start, one.end, str(one.entity)) for one in resolve.settle(message, found)]
    assert said == [tuple(span) for span in spans]


def test_a_name_returns_in_a_file_name_that_goes_on_with_an_underscore() -> None:
    """*ngozi_* at the end of a word is Ngozi again."""
    text = "I am Ngozi. The files begin with ngozi_ and the date."
    message = Message(read(text), classifier=Suspecting({"Ngozi": "PERSON"}, hiding=0.9))
    found = people.decide(message, list(ClassifierRecognizer().find(message)))
    assert [text[s.start : s.end] for s in resolve.settle(message, found)] == ["Ngozi", "ngozi"]
