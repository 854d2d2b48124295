"""However an identity is written, and whatever stands around it, it stays hidden."""

import contextlib
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.redacted import RedactionUnavailableError
from bot.redaction.classifier import MODEL_DIR
from bot.redaction.detection import Job
from bot.redaction.engine import Engine
from bot.redaction.pool import DEADLINE, QUEUE, Workers
from bot.redaction.redactor import replaced, spans_of

MESSAGES = [
    ("It works again, thank you Priya! — {}, Lisbon", "Wanjiru Kamau", ("Priya",)),
    ("Hello,\n\nall solved.\n\nKind regards,\n{}", "Siobhán Achterberg", ("Joy",)),
    ("my name is {} and I love it", "Tomasz Grabowski", ("Lena",)),
    ("Reply to {} please, Will knows why", "wanjiru.kamau@reedhouse.example", ("Will",)),
]
SLACK = 3.0
"""Seconds a busy machine may add."""

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
LOOKALIKES = str.maketrans("aeopc", "аеорс")

DISGUISES: dict[str, Callable[[str], str]] = {
    "zero-width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "bidi": lambda name: f"\u202a{name}\u202c",
    "look-alikes": lambda name: name.translate(LOOKALIKES),
    "full-width": lambda name: name.translate(FULL_WIDTH),
    "decomposed": lambda name: name.replace("á", "a\u0301"),
    "bold": lambda name: f"*{name}*",
    "quoted": lambda name: f"“{name}”",
    "struck through": lambda name: "\u0336".join(name) + "\u0336",
}
SENTENCES = [
    "Thanks Priya! — Wanjiru Kamau, Reed House Pottery, Lisbon, order #48213",
    "Hi, I'm Keala from Hale Surf School. Call +44 7700 900123.",
    "Dear team, it works.\n\nBest,\nTomasz\ntomasz@reedhouse.example",
    "Customer: Mrs. Okonjo-Reyes, DOB 14/02/1951, 14 Reed Lane",
    "just great, no complaints at all",
]


def hide(engine: Engine, text: str, roster: tuple[str, ...] = ()) -> str:
    """The redacted text."""
    return replaced(text, spans_of(engine.detect(Job(text, roster)).found))


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
@pytest.mark.parametrize(("frame", "name", "roster"), MESSAGES, ids=[m[1] for m in MESSAGES])
def test_a_disguised_identity_is_hidden_to_the_last_letter(
    engine: Engine, frame: str, name: str, roster: tuple[str, ...], disguise: Callable[[str], str]
) -> None:
    """What a reader would still read must not be left."""
    written = disguise(name)
    shown = hide(engine, frame.format(written), roster)
    assert shown != frame.format(written)
    assert written not in shown
    before, _, after = frame.partition("{}")
    left = shown.removeprefix(before).removesuffix(after)
    assert not any(char.isalnum() for char in left.partition("[")[0])
    assert all(mate in shown for mate in roster if mate in frame)


@pytest.mark.parametrize("name", ["Wanjiru", "Tomasz", "Siobhán"])
def test_every_form_of_a_customers_name_is_hidden(engine: Engine, name: str) -> None:
    """Possessive, capitals, hashtag, file name, first name alone, quoted thread."""
    text = (
        f"{name}'s shop is up. {name.upper()} says thanks, see #Thanks{name} and "
        f"{name.lower()}_invoice.pdf\n&gt; {name} wrote to us\n\nBest,\n{name} Kamau"
    )
    assert name.casefold() not in hide(engine, text, ("Priya",)).casefold()


@pytest.mark.parametrize("text", SENTENCES)
def test_redacting_twice_is_redacting_once(engine: Engine, text: str) -> None:
    """A text that went through is left alone."""
    once = hide(engine, text, ("Priya",))
    assert hide(engine, once, ("Priya",)) == once


@pytest.mark.parametrize("text", SENTENCES[:-1])
def test_escapes_around_an_identity_move_no_offset(engine: Engine, text: str) -> None:
    """`&amp;` before a name must not shift what is cut out."""
    plain, escaped = (hide(engine, f"{sign} {text}", ("Priya",)) for sign in ("&", "&amp;"))
    assert escaped == plain.replace("&", "&amp;", 1)


@settings(max_examples=40, deadline=None)
@given(noise=st.text(max_size=40))
def test_whatever_stands_before_it_an_address_is_hidden(noise: str) -> None:
    """No run of characters switches the reading off."""
    engine = Engine(None)
    text = f"{noise}\nmail wanjiru@reedhouse.example now"
    assert "wanjiru@" not in hide(engine, text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=120))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    """Offsets are code points of the raw text, whatever it holds."""
    found = Engine(None).detect(Job(text, ("Priya",), ("Atlas",))).found
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
    assert all(one.end <= len(text) for one in found)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Warm workers, as the product runs them."""
    pool = Workers(MODEL_DIR)
    pool.warm()
    yield pool
    pool.close()


@pytest.mark.parametrize(
    "text",
    ["a@" * 20_000, "1 " * 20_000, "Best,\nAnna\n" * 3_600, "<" * 40_000, "x" * 40_000],
    ids=["at signs", "digits", "signatures", "brackets", "one word"],
)
def test_the_worst_input_is_answered_in_time_or_held(workers: Workers, text: str) -> None:
    """Nobody can make the bot post unread text by making it slow."""
    began = time.monotonic()
    with contextlib.suppress(RedactionUnavailableError):
        workers.analyse(Job(text, ("Anna",)))
    assert time.monotonic() - began < DEADLINE + QUEUE + SLACK


def test_a_shared_text_of_full_length_is_answered(engine: Engine) -> None:
    """3,000 characters, the most a form takes, stay within the deadline's reach."""
    text = ("Thank you for everything, it works. " * 90)[:2_900] + "\n\nBest,\nWanjiru Kamau"
    assert "Wanjiru" not in hide(engine, text)


@pytest.mark.usefixtures("no_network")
def test_nothing_asks_the_network(engine: Engine) -> None:
    """Neither links nor mail addresses are looked up."""
    for text in SENTENCES:
        hide(engine, text)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🎉🎉", ":tada:", "\ud800", "\u200b", "|>"])
def test_a_text_that_says_nothing_stays_as_it_is(engine: Engine, text: str) -> None:
    """Empty, only emoji, only invisible characters."""
    assert hide(engine, text) == text


def test_five_hundred_teammates_hide_no_customer(engine: Engine) -> None:
    """In a large company nearly every first name is some teammate's."""
    roster = tuple(f"{first} {last}" for first in FIRST for last in LAST)
    kept = hide(engine, "Thank you Amara! — Wanjiru Kamau, Lisbon", (*roster, "Wanjiru Otieno"))
    assert "Amara" in kept
    assert "Wanjiru" not in kept
    assert "Kamau" not in kept


FIRST = ["Amara", "Ben", "Chidi", "Dana", "Elif", "Femi", "Grace", "Hugo", "Ines", "Joy"] * 2
LAST = [f"Surname{number}" for number in range(25)]
