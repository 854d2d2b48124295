"""Each hidden stretch says in plain words why it is hidden."""

import pytest

from bot.domain.redacted import Why
from bot.redaction.detection import Job
from bot.redaction.engine import Engine
from bot.wording.share import WHYS


def test_every_reason_is_said_in_words_of_its_own() -> None:
    """A reason without words, or two with the same, would tell the reviewer nothing."""
    assert set(WHYS) == set(Why)
    assert len(set(WHYS.values())) == len(WHYS)


@pytest.mark.parametrize(
    ("text", "surface", "why"),
    [
        ("my name is Tomasz Grabowski, hello", "Tomasz Grabowski", Why.INTRODUCTION),
        ("All good.\n\nBest,\nWanjiru Kamau", "Wanjiru Kamau", Why.SIGNATURE),
        ("Mrs. Achterberg rang again", "Achterberg", Why.TITLE),
        ("mail wanjiru@reedhouse.example", "wanjiru@reedhouse.example", Why.PATTERN),
        ("Booking ref: QZ8LMP", "QZ8LMP", Why.CUE),
        ("Thank you Joy, from another Joy!", "Joy", Why.TEAMMATE_NAME_AS_CUSTOMER),
        ("send it to 14 Reed Lane please", "14 Reed Lane", Why.ADDRESS),
        ("see <https://reedhouse.example|my shop>", "my shop", Why.SLACK_LINK),
        ("ring oh one seven double three, four nine oh, two", "oh one", Why.NUMBER_IN_WORDS),
    ],
)
def test_the_reason_is_the_one_that_a_reader_would_give(
    engine: Engine, text: str, surface: str, why: Why
) -> None:
    """A rule's reason goes before the classifier's, which says less."""
    found = engine.detect(Job(text, ("Joy",))).found
    assert why in {one.why for one in found if one.surface.startswith(surface)}
