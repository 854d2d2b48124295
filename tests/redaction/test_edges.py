"""What the classifier suspects is cut to the name: all of it, and nothing beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.domain.redacted import Entity, Why
from bot.domain.slack_text import read
from bot.redaction import encoding
from bot.redaction.forms import spread
from bot.redaction.message import Message
from bot.redaction.recognizers.base import Finding
from bot.redaction.recognizers.classifier import ClassifierRecognizer
from bot.redaction.recognizers.signature import LastWordsRecognizer, SignatureRecognizer
from tests.redaction.conftest import Seen, Suspecting, Verdict

SUSPECTS = ["Officina", "Fanfani", "Atelier", "Guides", "4th", "INV", "OH", "55", "BLW", "PNR"]
SUSPECTS += ["20930", "20", "93", "55", "h", "fanfani", "txt", "zum", "Please", "A", "St", "s"]
SUSPECTS += ["Dutch", "will", "sensei"]
THRESHOLDS = dict.fromkeys(encoding.LABELS[1:], 0.2)


@pytest.mark.parametrize(
    ("marked", "label", "hiding"),
    [
        ("il sito dell'[ORG|Officina Fanfani] va", "ORG", 0.9),
        ("merci, l'[ORG|Atelier Fanfani] ouvre", "ORG", 0.9),
        ("番号は[ID|INV-20930]です", "ID", 0.9),
        ("from the [ORG|4th Fanfani Guides] today", "ORG", 0.9),
        ("we came 4th at Fanfani", "PERSON", 0.0),
        ("member [ID|OH 55 20930] here", "ID", 0.95),
        ("oh 55 of us", "ID", 0.0),
        ("see [ID|BLW#20930] please", "ID", 0.95),
        ("PNR [ID|20930] please", "ID", 0.95),
        ("it came to 20.93 in all", "ID", 0.95),
        ("firmware 20930 is out", "ID", 0.95),
        ("20 of us came", "DATE", 0.95),
        ("sent 55 h ago", "HANDLE", 0.95),
        ("look for [HANDLE|fanfani] there", "HANDLE", 0.9),
        ("look for fanfani there", "HANDLE", 0.6),
        ("customer_txt: hello", "HANDLE", 0.9),
        ("at [ORG|Atelier zum Fanfani] again", "ORG", 0.6),
        ("[ORG|Atelier Please] is open", "ORG", 0.6),
        ("Please, Fanfani", "ORG", 0.0),
        ("it works.\n\n[PERSON|A].", "PERSON", 0.9),
        ("flew to [LOCATION|St. Fanfani's] today", "LOCATION", 0.95),
        ("[PERSON|Fanfani]'s today", "PERSON", 0.6),
        ("my copilot [PERSON|Dutch] too", "PERSON", 0.96),
        ("my copilot is Dutch", "PERSON", 0.9),
        ("greetings from [PERSON|will], the guy", "PERSON", 0.9),
        ("it will do", "PERSON", 0.6),
        ("my teacher [PERSON|Fanfani]-sensei", "PERSON", 0.9),
        ("it runs 20.93.55 now", "ID", 0.95),
    ],
)
def test_a_suspected_name_is_hidden_whole(
    marked: str, label: str, hiding: float, sees: Seen
) -> None:
    """An elided article, a script without spaces or a number before it part no name."""
    suspecting = Suspecting(dict.fromkeys(SUSPECTS, label), THRESHOLDS, hiding)
    sees(ClassifierRecognizer(), marked, classifier=suspecting)


@dataclass(frozen=True)
class Piecewise:
    """A classifier that parts a text of an unspaced script: piece by piece its suspicion."""

    pieces: dict[str, float]
    thresholds: dict[str, float] = field(default_factory=lambda: THRESHOLDS)

    def scores(self, text: str, roster: Sequence[str], keep: Sequence[str]) -> list[Verdict]:
        """A verdict on each piece."""
        del roster, keep
        starts = {piece: text.index(piece) for piece in self.pieces}
        return [
            Verdict(starts[piece], starts[piece] + len(piece), hiding, "ORG")
            for piece, hiding in self.pieces.items()
        ]


@pytest.mark.parametrize(
    ("marked", "between"), [("[ORG|海老名商店]です", 0.1), ("[ORG|海老]名[ORG|商店]です", 0.0)]
)
def test_a_doubtful_letter_between_two_of_one_name_is_hidden(
    marked: str, between: float, sees: Seen
) -> None:
    """Half a name in a script without spaces is still that name."""
    suspecting = Piecewise({"海老": 0.9, "名": between, "商店": 0.9})
    sees(ClassifierRecognizer(), marked, classifier=suspecting)


@pytest.mark.parametrize(
    ("marked", "hiding"),
    [
        ("[PERSON|Moss] loves you", 0.3),
        ("moss loves you", 0.3),
        ("[PERSON|moss] loves you", 0.6),
        ("Moss loves you", 0.1),
    ],
)
def test_a_name_in_small_letters_needs_more_suspicion(
    marked: str, hiding: float, sees: Seen
) -> None:
    """Ordinary words are written small, names seldom: a rare noun is not a person."""
    suspecting = Suspecting({"Moss": "PERSON", "moss": "PERSON"}, THRESHOLDS, hiding)
    sees(ClassifierRecognizer(), marked, classifier=suspecting)


@pytest.mark.parametrize(
    "marked",
    [
        "It works.\n— [PERSON|Ifeoma], [LOCATION|Nakuru] in the rain",
        "It works.\n— [PERSON|Ifeoma], from the office",
        "It works.\n— [PERSON|Ifeoma], Reader in residence",
    ],
)
def test_beside_a_signature_only_a_name_is_a_place(marked: str, sees: Seen) -> None:
    """The words that go on behind it are no part of it."""
    suspects = {"Ifeoma": "PERSON", "Nakuru": "LOCATION"}
    sees(SignatureRecognizer(), marked, classifier=Suspecting(suspects, THRESHOLDS))


@pytest.mark.parametrize(
    ("marked", "label"),
    [
        ("All done. [PERSON|Ifeoma Fanfani]", "PERSON"),
        ("All done. Spelled [PERSON|Ifeoma Fanfani]", "PERSON"),
        ("All done. Ifeoma Fanfani", "ORG"),
        ("All done. Ifeoma", "PERSON"),
    ],
)
def test_last_words_are_a_signature_if_they_read_as_a_person(
    marked: str, label: str, sees: Seen
) -> None:
    """A company under a letter is a company: its placeholder says so."""
    suspecting = Suspecting(dict.fromkeys(["Ifeoma", "Fanfani"], label), THRESHOLDS, 0.2)
    sees(LastWordsRecognizer(), marked, classifier=suspecting)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I am Grace. When my Grace was ill", ["Grace", "Grace"]),
        ("I am Grace. Grace periods are a joy", ["Grace"]),
        ("I am Grace, in the GRACE period", ["Grace"]),
        ("I am June. We met in June", ["June"]),
    ],
)
def test_a_name_that_is_a_word_returns_with_its_capital_within_a_sentence(
    text: str, names: list[str]
) -> None:
    """A common word has none there, save months; at the head of a sentence it tells nothing."""
    message = Message(read(text), classifier=Suspecting({}))
    start = text.index(names[0])
    first = Finding(start, start + len(names[0]), Entity.PERSON, Why.INTRODUCTION)
    found = {(one.start, one.end) for one in spread(message, [first])} | {(start, first.end)}
    assert [text[slice(*span)] for span in sorted(found)] == names
