"""The encoding of messages for the token classifier, and the classifier's promises."""

import json
import shutil
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from bot.redaction import encoding
from bot.redaction.classifier import MODEL_DIR, TOKENIZER, ModelDamagedError, TokenClassifier
from bot.redaction.encoding import Casing, Standing, casing, encode, standings, units, windows


@pytest.fixture(scope="module", name="tokenizer")
def _tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(MODEL_DIR / TOKENIZER))


@pytest.fixture(scope="module", name="model")
def _model() -> TokenClassifier:
    return TokenClassifier()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Joy,\nbye", ["Hi", "Joy", ",", "\n", "bye"]),
        ("O'Brien's", ["O", "'", "Brien", "'", "s"]),
        ("mara_knits @x", ["mara", "_", "knits", "@", "x"]),
        ("thx :purple_heart: a", ["thx", ":purple_heart:", "a"]),
        ("<@U02ABCDEF> hi", ["<@U02ABCDEF>", "hi"]),
        ("re:order", ["re", ":", "order"]),
        ("東京のAnnaです", ["東京の", "Anna", "です"]),
        ("지은 님", ["지은", "님"]),
        ("", []),
        (" \t ", []),
    ],
)
def test_a_message_is_cut_into_words_marks_and_line_ends(text: str, expected: list[str]) -> None:
    assert [text[unit.start : unit.end] for unit in units(text)] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("joy", Casing.LOWER),
        ("Joy", Casing.TITLE),
        ("J", Casing.TITLE),
        ("JOY", Casing.UPPER),
        ("McKay", Casing.MIXED),
        ("A12", Casing.DIGITS),
        ("2024", Casing.DIGITS),
        ("さくら", Casing.LOWER),
    ],
)
def test_a_word_has_one_casing(word: str, expected: Casing) -> None:
    assert casing(word) is expected


@pytest.mark.parametrize(
    ("text", "roster", "keep", "expected"),
    [
        ("Thanks JOY", ["Joy"], [], {"JOY": Standing.TEAMMATE}),
        ("Thanks Joyce", ["Joy"], [], {}),
        ("Zoe and Zoë", ["Zoë"], [], {"Zoe": Standing.TEAMMATE, "Zoë": Standing.TEAMMATE}),
        ("Ana rang", ["Ana Costa"], [], {"Ana": Standing.TEAMMATE}),
        ("Costa rang", ["Ana Costa"], [], {}),
        ("Mary rang", ["Mary-Kate"], [], {}),
        ("I love Pocket Ledger", [], ["Pocket Ledger"], {"Pocket": Standing.KEPT}),
        ("My pocket hurts", [], ["Pocket Ledger"], {}),
        ("Iris by Iris", ["Iris"], ["Iris"], {"Iris": Standing.KEPT}),
        ("hi <@U02ABCDEF>", [], [], {"<@U02ABCDEF>": Standing.TEAMMATE}),
    ],
)
def test_names_and_terms_are_known_by_whole_words_whatever_their_case_and_accents(
    text: str, roster: list[str], keep: list[str], expected: dict[str, Standing]
) -> None:
    cut = list(units(text))
    found = standings(text, cut, roster, keep)
    known = {text[u.start : u.end]: s for u, s in zip(cut, found, strict=True) if s}
    assert expected.items() <= known.items()
    assert bool(known) == bool(expected)


def test_a_teammate_is_found_inside_a_run_without_spaces(tokenizer: Tokenizer) -> None:
    """Japanese has no spaces: the name must be cut out of the run to carry its flag."""
    text = "担当の千代さん、学さん、学校"
    encoded = encode(tokenizer, text, ["千代", "学"], [])
    flagged = [
        text[cell.start : cell.end]
        for cell in encoded.cells
        if encoded.flags[cell.first] // len(Casing) == Standing.TEAMMATE
    ]
    assert "".join(flagged) == "千代学"


@pytest.mark.parametrize("text", ["Thank you, Wanjiru! – Müller & Søn 2024", "ﬁne ＡＢＣ ½ 東京"])
def test_cells_lie_in_order_within_the_text_and_cover_every_word(
    tokenizer: Tokenizer, text: str
) -> None:
    encoded = encode(tokenizer, text, [], [])
    assert len(encoded.pieces) == len(encoded.flags)
    covered: set[int] = set()
    for cell in encoded.cells:
        assert 0 <= cell.start < cell.end <= len(text)
        assert 0 <= cell.first < cell.last <= len(encoded.pieces)
        covered |= set(range(cell.start, cell.end))
    assert covered >= {i for i, char in enumerate(text) if char.isalnum()}


def test_every_flag_is_one_the_network_knows(tokenizer: Tokenizer) -> None:
    encoded = encode(tokenizer, "JOY Joy joy J0Y McJoy Atlas", ["Joy"], ["Atlas"])
    assert set(encoded.flags) <= set(range(encoding.FLAGS))


@pytest.mark.parametrize("size", [0, 1, 253, 254, 255, 300, 999, 5_000])
def test_windows_trust_each_piece_exactly_once_and_never_exceed_their_room(size: int) -> None:
    trusted: list[int] = []
    for start, stop, first, last in windows(size):
        assert stop - start <= encoding.WINDOW - 2
        assert start <= first <= last <= stop
        trusted += range(first, last)
    assert trusted == list(range(size))


def test_probabilities_add_up_and_offsets_point_at_words(model: TokenClassifier) -> None:
    text = "Thanks Joy! Wanjiru Kamau, Nakuru"
    scores = model.scores(text, ["Joy"], [])
    assert [text[s.start : s.end] for s in scores] == [
        "Thanks",
        "Joy",
        "Wanjiru",
        "Kamau",
        "Nakuru",
    ]
    for score in scores:
        assert sum(score.probabilities) == pytest.approx(1.0, abs=1e-4)
        assert score.label in encoding.LABELS[1:]
        assert 0.0 <= score.hiding <= 1.0


def test_context_tells_the_colleague_from_the_customer(model: TokenClassifier) -> None:
    """The reason for flags: the same unusual name, once ours, once the customer's."""
    text = "Thanks for everything, Wanjiru"
    ours = model.scores(text, ["Wanjiru"], [])[-1].hiding
    theirs = model.scores(text, ["Sunil"], [])[-1].hiding
    assert ours < 0.5 < theirs


def test_a_text_longer_than_a_window_is_scored_to_its_end(model: TokenClassifier) -> None:
    text = "The parcel came on Monday and all is well. " * 60 + "Regards, Margaux Delacroix"
    scores = model.scores(text, [], [])
    assert text[scores[-1].start : scores[-1].end] == "Delacroix"
    assert scores[-1].hiding > 0.5
    assert scores[0].hiding < 0.5


@pytest.mark.parametrize("text", ["", "   ", "!!!", ":tada:", "\n\n"])
def test_a_text_without_words_gets_no_scores(model: TokenClassifier, text: str) -> None:
    assert model.scores(text, ["Joy"], ["Atlas"]) == []


@pytest.mark.parametrize("broken", ["missing weights", "altered tokenizer", "other labels"])
def test_a_model_that_is_not_the_vouched_one_is_refused(tmp_path: Path, broken: str) -> None:
    """Fail closed: an altered model might let names pass."""
    for name in ("manifest.json", "tokenizer.json", "model.onnx"):
        shutil.copy(MODEL_DIR / name, tmp_path / name)
    if broken == "missing weights":
        (tmp_path / "model.onnx").unlink()
    elif broken == "altered tokenizer":
        (tmp_path / "tokenizer.json").write_bytes(b"{}")
    else:
        manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
        manifest["labels"] = ["O", "PERSON"]
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelDamagedError):
        TokenClassifier(tmp_path)
