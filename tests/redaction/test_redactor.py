"""What the reviewer sees and may overrule."""

import dataclasses
from pathlib import Path

import pytest

from bot.domain.redacted import (
    PLACEHOLDERS,
    Entity,
    Redaction,
    RedactionRequest,
    RedactionUnavailableError,
    Why,
)
from bot.redaction import redactor
from bot.redaction.detection import Job
from bot.redaction.engine import Engine
from bot.redaction.redactor import assemble, fingerprint

KEY = b"k" * 32
SAMPLE = (
    "Thank you Priya, you saved our launch! — Ngozi Okafor, Lumo Bakery, "
    "ngozi@lumobakery.example, order #48213"
)


def redact(engine: Engine, text: str, **more: object) -> Redaction:
    """What the port answers, without a process in between."""
    request = dataclasses.replace(RedactionRequest(text), **more)  # type: ignore[arg-type]
    job = Job(request.text, request.roster, request.keep, request.also_hide)
    return assemble(request, engine.detect(job), KEY)


def test_the_sample_keeps_the_teammate_and_hides_the_customer(engine: Engine) -> None:
    """The message of the first issue, word by word."""
    text = redact(engine, SAMPLE, roster=("Priya",)).text.text
    assert "Priya" in text
    assert not any(word in text.casefold() for word in ("ngozi", "okafor", "lumo", "48213"))


def test_placeholders_say_what_stood_there(engine: Engine) -> None:
    """A reader should still understand the sentence."""
    text = redact(engine, "mail ngozi@reed.example, order #48213, DOB 14/02/1951").text.text
    assert text == "mail [email], order [reference], DOB [date of birth]"


def test_neighbours_of_one_kind_become_one_placeholder(plain_engine: Engine) -> None:
    """`[reference] [reference]` reads like two things."""
    text = redact(plain_engine, "orders #48213, #48214 came").text.text
    assert text == "orders [reference] came"


def test_placeholders_are_never_touched_again(engine: Engine) -> None:
    """Redacting what is redacted changes nothing."""
    text = " ".join(PLACEHOLDERS.values()) + " thanked us"
    assert redact(engine, text).text.text == text


@pytest.mark.parametrize("asked", ["Lumo", "lumo", "LUMO", "L\u200bumo"])
def test_also_hide_reaches_every_form_of_a_word(plain_engine: Engine, asked: str) -> None:
    """Cases, plurals, hashtags, escaped neighbours: the reviewer says it once."""
    text = "Lumo &amp; Sons, LUMO, lumo's, Lumos, #LumoRocks and lumo_invoice.pdf"
    shown = redact(plain_engine, text, also_hide=(asked,)).text.text
    assert "lumo" not in shown.casefold()
    assert "&amp; Sons" in shown


def test_also_hide_hides_a_teammate_too(engine: Engine) -> None:
    """The reviewer's word is above the roster."""
    shown = redact(engine, "thanks Priya", roster=("Priya",), also_hide=("Priya",))
    assert "Priya" not in shown.text.text
    assert shown.hidden[0].why is Why.ALSO_HIDE


def test_an_escaped_word_is_hidden_where_it_is_escaped(plain_engine: Engine) -> None:
    """`Salt &amp; Barley` is *Salt & Barley* to the reviewer."""
    shown = redact(plain_engine, "from Salt &amp; Barley", also_hide=("Salt & Barley",))
    assert shown.text.text == "from [name]"


def test_a_ticked_surface_is_shown_again(plain_engine: Engine) -> None:
    """By key, wherever it stands."""
    text = "see www.reed.example and mail a@b.example"
    hidden = {one.entity: one for one in redact(plain_engine, text).hidden}
    again = redact(plain_engine, text, show=frozenset({hidden[Entity.URL].key}))
    assert again.text.text == "see www.reed.example and mail [email]"
    assert [one.shown for one in again.hidden] == [True, False]


def test_a_locked_surface_is_never_shown(plain_engine: Engine) -> None:
    """E-mail, phone and ids stay hidden whatever the form says."""
    text = "mail a@b.example, call +44 7700 900123, order #48213"
    keys = frozenset(one.key for one in redact(plain_engine, text).hidden)
    again = redact(plain_engine, text, show=keys)
    assert again.text.text == "mail [email], call [phone], order [reference]"
    assert not any(one.shown for one in again.hidden)


def test_a_key_keeps_its_meaning_while_the_text_is_edited(plain_engine: Engine) -> None:
    """A checkbox must not jump to another word."""
    first = redact(plain_engine, "see www.reed.example")
    later = redact(plain_engine, "So, as I said, see WWW.REED.EXAMPLE again")
    assert first.hidden[0].key == later.hidden[0].key
    assert len(first.hidden[0].key) == 16
    assert set(first.hidden[0].key) <= set("0123456789abcdef")


def test_keys_are_worth_nothing_without_the_secret() -> None:
    """Nobody can try names against a key."""
    assert fingerprint(KEY, "Ngozi", Entity.PERSON) != fingerprint(b"x", "Ngozi", Entity.PERSON)
    assert fingerprint(KEY, "Ngozi", Entity.PERSON) != fingerprint(KEY, "Ngozi", Entity.ORG)


def test_a_lone_surrogate_is_no_reason_to_fail(plain_engine: Engine) -> None:
    """It is read over, and stays where it stood."""
    assert redact(plain_engine, "mail a@b.example \ud800").text.text == "mail [email] \ud800"


def test_without_the_verified_model_nothing_starts(tmp_path: Path) -> None:
    """A redactor that guesses without its model must not exist."""
    with pytest.raises(RedactionUnavailableError):
        redactor.build(tmp_path, KEY, workers=1)
