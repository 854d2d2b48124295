"""Slack's text is read as a person reads it, and every letter is traced back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import slack_text
from bot.domain.slack_text import TokenKind, read

PIECES = st.sampled_from(
    [
        "Ngozi",
        " ",
        "\n",
        "&amp;",
        "&lt;",
        "<mailto:a@b.example|a@b.example>",
        "<tel:+15550142|555 0142>",
        "<https://b.example/x|our shop>",
        "<@U02ABCDEF>",
        "<#C02ABC|praise>",
        "<!channel>",
        "<!subteam^S02|@leads>",
        "<broken|",
        "|>",
        "&amp",
        "\u200b",
        "\u202e",
        "\ud800",
        "e\u0301",
        "ﬁ",
        "Ｌｕｍｏ",
        "Оkаfor",
        "👩‍💻",
        ":heart:",
        "田中",
    ],
)
RAW = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80)


@given(RAW)
def test_every_letter_of_a_reading_stands_somewhere_in_the_raw_text(raw: str) -> None:
    """Offsets are in range, never run backwards, and none is empty."""
    reading = read(raw)
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    assert all(0 <= s < e <= len(raw) for s, e in zip(reading.starts, reading.ends, strict=True))
    assert list(reading.starts) == sorted(reading.starts)


@given(RAW)
def test_tokens_lie_within_the_reading(raw: str) -> None:
    """A token found in the raw text can be looked up in the reading."""
    reading = read(raw)
    assert all(0 <= token.start <= token.end <= len(reading.text) for token in reading.tokens)


ORDINARY = [
    "Hello",
    " ",
    "it works",
    "v2.3.1",
    ", ",
    "ok!",
    "\n",
    "(see #12)",
    "a-b",
    "iPhone",
    "A/B",
]


@given(st.lists(st.sampled_from(ORDINARY), max_size=20).map(" ".join))
def test_ordinary_text_is_read_as_it_stands(raw: str) -> None:
    """Nothing is folded that need not be."""
    assert read(raw).text == raw


@given(st.text(max_size=80))
def test_what_is_escaped_is_read_as_it_was_typed(typed: str) -> None:
    """Escaping loses nothing and leaves no live markup."""
    escaped = slack_text.escape(typed)
    assert "<" not in escaped
    assert ">" not in escaped
    assert slack_text.unescape(escaped).text == typed


@given(RAW)
def test_a_plain_text_field_never_shows_a_live_token(raw: str) -> None:
    """What prefills a form holds names and addresses, not Slack's ids."""
    plain = slack_text.to_plain(raw, lambda user: f"name of {user}")
    assert "<@U02ABCDEF>" not in plain
    assert "<mailto:" not in plain.replace("<broken|", "")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<https://b.example|our shop>", "our shop"),
        ("<https://b.example>", "https://b.example"),
        ("<#C02ABC|praise>", "#praise"),
        ("<!channel> hi", "@channel hi"),
        ("<!subteam^S02|@leads>", "@leads"),
        ("<!date^1392734382^{date}|May 3>", "May 3"),
        ("<@U02ABCDEF>", "<@U02ABCDEF>"),
        ("<not a token> <|x> <@>", "<not a token> <|x> <@>"),
        ("N\u200bg\u2060o\u00adzi", "Ngozi"),
        ("\u202eizogN\u202c", "izogN"),
        ("Ｎｇｏｚｉ＠ｌｕｍｏ．ｉｏ", "Ngozi@lumo.io"),
        ("Оkаfоr", "Okafor"),
        ("Мария", "Мария"),
        ("Zoe\u0308", "Zoë"),
        ("N\u0335g\u0335o", "Ngo"),
        ("it’s “fine”", 'it\'s "fine"'),
        ("𝓝𝓰𝓸𝔃𝓲", "Ngozi"),
        ("lone \ud800 half", "lone  half"),
        ("Ngo🎉zi and Ngo:tada:zi", "Ngozi and Ngozi"),
        ("well:tada: done 🎉 you", "well:tada: done 🎉 you"),
        ("Ng0zi with H2O in B2B and Win10", "Ngozi with H2O in B2B and Win10"),
        ("N g o z i", "Ngozi"),
        ("N . g . o . z i . s", "Ngoz i . s"),
        ("it's t o m", "it's tom"),
        ("👏👏Ngozi👏👏approves👏👏", "👏👏Ngozi👏👏approves👏👏"),
        ("*Ngo*_zi_ and *bold*", "Ngozi and *bold*"),
        ("<b>Ngo</b>zi", "Ngozi"),
        ("&lt;b&gt;Ngo&lt;/b&gt;zi", "Ngozi"),
        ("N&#103;ozi, ZoÃ«", "Ngozi, Zoë"),
        ("rUBEN on an iPad", "Ruben on an iPad"),
    ],
)
def test_markup_and_disguises_are_undone(raw: str, text: str) -> None:
    """Each row is a way in which a name could slip past a pattern."""
    assert read(raw).text == text


def test_a_token_is_hidden_as_a_whole() -> None:
    """Half a `<mailto:…|…>` would still show the address."""
    raw = "write <mailto:a@b.example|a@b.example>!"
    reading = read(raw)
    (token,) = reading.tokens
    assert token.kind is TokenKind.MAIL
    assert raw[slice(*reading.raw_span(token.start + 2, token.start + 4))] == raw[6:-1]


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("thanks <@U02ABCDEF>!", "thanks @Priya!"),
        ("see <https://b.example|https://b.example>", "see https://b.example"),
        ("see <https://b.example/login|your bank>", "see your bank (https://b.example/login)"),
        ("in <#C02ABC|praise> <!here>", "in #praise @here"),
        ("&lt;b&gt; &amp; <b", "<b> & <b"),
    ],
)
def test_a_message_is_prefilled_as_a_person_would_type_it(raw: str, plain: str) -> None:
    """A link that shows another address than it leads to gives both."""
    assert slack_text.to_plain(raw, {"U02ABCDEF": "Priya"}.__getitem__) == plain
