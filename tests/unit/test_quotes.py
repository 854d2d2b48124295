"""A neutral sentence holds nobody else's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quotes import LEFT_OUT, without_quotes

OUT = LEFT_OUT


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('They wrote "you useless gargoyle" twice.', f"They wrote {OUT} twice."),
        ("They wrote “you useless gargoyle”, then left.", f"They wrote {OUT}, then left."),
        ("Sie schrieb „du Wicht“ und ging.", f"Sie schrieb {OUT} und ging."),
        ("Il a écrit « bande de nuls » hier.", f"Il a écrit {OUT} hier."),
        ("客は「ばか」と書いた", f"客は{OUT}と書いた"),
        ("They call us 'useless gargoyles' daily.", f"They call us {OUT} daily."),
        ("They call us ‘useless gargoyles’ daily.", f"They call us {OUT} daily."),
        ('Refund refused. "you useless gargoyle', f"Refund refused. {OUT}"),
        (
            "Refund refused.\n> you useless gargoyle\nPlan: pro",
            f"Refund refused.\n{OUT}\nPlan: pro",
        ),
        ("Refund refused.\n&gt; you gargoyle", f"Refund refused.\n{OUT}"),
        ("They said: you useless gargoyle", f"They said: {OUT}"),
        ("WROTE ME: you useless gargoyle\nPlan: pro", f"WROTE ME: {OUT}\nPlan: pro"),
        ("`you useless gargoyle` again", f"{OUT} again"),
    ],
)
def test_what_somebody_else_said_is_left_out(typed: str, kept: str) -> None:
    """Whatever marks it as said by somebody: marks of many scripts, quoted lines, a colon."""
    assert without_quotes(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Refund refused twice; it's the customer's third order.",
        "The agents' notes and the customers' order don't match.",
        'The 15" screen arrived broken.',
        "Channel: chat. Plan: pro. 3 > 2",
        "The customer called twice and said that they will cancel.",
        "Don't offer a refund; they're banned.",
    ],
)
def test_ones_own_words_stay_as_they_are(typed: str) -> None:
    """Apostrophes, inches and plain colons are no quotes."""
    assert without_quotes(typed) == typed


@pytest.mark.parametrize(
    "typed", ['"you useless gargoyle"', "> you gargoyle", "", "“", "'„\n“you gargoyle'"]
)
def test_a_sentence_that_is_only_a_quote_is_none(typed: str) -> None:
    """A card that says a quote was left out, and no more, would help nobody."""
    assert without_quotes(typed) is None


@given(st.text(st.sampled_from("ab \"'“”„«»`>:\n"), max_size=30))
def test_it_reads_anything_and_twice_is_once(typed: str) -> None:
    """Whatever is typed ends, and what is left has no quote in it any more."""
    once = without_quotes(typed)
    assert once is None or without_quotes(once) == once
