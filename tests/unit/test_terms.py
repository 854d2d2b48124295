"""Hidden terms are found by the hashes of their words."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import terms

WORDS = st.lists(st.from_regex(r"[a-zäöß]{3,8}", fullmatch=True), min_size=1, max_size=6)
FILLER = st.sampled_from(["", "xyz", "xyzzy, and", "…", "Dear team."])


def digest(term: str) -> str:
    return hashlib.sha256(term.encode()).hexdigest()


def hidden(*listed: str) -> frozenset[str]:
    return frozenset(digest(terms.normal(term)) for term in listed)


@given(words=WORDS, before=FILLER, after=FILLER)
def test_a_term_is_found_wherever_it_stands(words: list[str], before: str, after: str) -> None:
    """In any case, with any space between its words."""
    shown = "  ".join(words).upper()
    found = terms.found(f"{before} {shown} {after}", digest, hidden(" ".join(words)))
    assert terms.normal(shown) in {terms.normal(surface) for surface in found}


def test_disguises_and_markup_do_not_help() -> None:
    """Full-width letters, zero-width marks, Slack's escapes."""
    secret = hidden("Project Heron", "R&D")
    assert terms.found("about Project\u200b Ｈeron now", digest, secret)
    assert terms.found("our R&amp;D team", digest, secret)


def test_half_a_term_is_no_term() -> None:
    """A hidden name must not hide the words it is made of."""
    assert terms.found("the harbour is calm, the cat sleeps", digest, hidden("harbour cat")) == ()


def test_without_terms_nothing_is_hashed() -> None:
    """The common case costs nothing."""
    calls: list[str] = []
    assert terms.found("some words", lambda term: calls.append(term) or "", frozenset()) == ()  # type: ignore[func-returns-value]
    assert calls == []
