"""Nothing anybody typed can mention, link, or dress up as somebody else in what Slack shows."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.archive import Ask, Page
from bot.domain.handoff import Answer, Ground, Handoff, Offer, Role, State, Step, Wish
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.pledge import Pledge
from bot.domain.redacted import Entity, Hidden, Redacted, Redaction, Why
from bot.domain.reference import read_reference
from bot.domain.refusals import RefusedError
from bot.domain.report import Report, ReportState
from bot.domain.slack_text import escape_name
from bot.services.digest_recheck import with_names
from bot.views import (
    archive,
    candidates,
    digest,
    handoff_cards,
    handoff_setup,
    hide,
    home,
    notices,
    share,
    voice,
)
from bot.views import handoff as handoff_view
from bot.views import kudos as kudos_view
from bot.views import report as report_view
from bot.views.digest import Entry
from bot.views.handoff import FormState
from tests.fakes_handoff import FakeDirectory

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
VIEWS = Path(__file__).parents[2] / "bot" / "views"
HOSTILE = (
    "<!channel>", "<!here|you>", "<!everyone>", "<!subteam^S0EVIL>", "<@U0EVIL>", "<@U0EVIL|Ada>",
    "<#C0EVIL|kudos>", "<https://evil.example>", "<https://evil.example|https://bank.example>",
    "<mailto:e@evil.example|help>", "&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "<", ">", "&",
    "\u202e", "\u2066", "\u2069", "\n> ", "*Admin*", "_Ada_", "~no~", "`", "```", "|", "Ngozi",
    "<!date^1^{date}|now>", "]", ")", "\u200b",
)  # fmt: skip
text = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), min_size=1, max_size=12).map(
    "".join
)
OURS = re.compile(
    r"<(?:@U[1-9]|#C[1-9]|!date\^\d+\^[^<>]*\|[^<>|]*"
    r"|https://team\.example/p1\|Read it in the channel)>"
)
TOKEN = re.compile(r"<[^<>]*>?")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def kudos(words: str) -> Kudos:
    return Kudos(
        id="k1",
        team="T1",
        request="r1",
        sharer="U1",
        sharer_named=True,
        text=Redacted(words),
        note=Redacted(words),
        credits=Credits(("U2",), asked=("U3",)),
        source=Source("C1", "1.0"),
        channel="C2",
        state=KudosState.SHARED,
        created_at=NOW,
    )


def handoff(words: str, state: State = State.CLAIMED) -> Handoff:
    return Handoff(
        id="h1",
        team="T1",
        request="r1",
        requester="U1",
        wish=Wish(Ground.THREAT, None, sentence=Redacted(words), never_route=True),
        pledge_version=1,
        created_at=NOW,
        state=state,
        step=Step.LEADS,
        armed_at=NOW,
        told_at=NOW,
        due_at=NOW,
        round=1,
        taker="U2",
        claimed_at=NOW,
        repeat=True,
        offers=(Offer("U2", Role.LEAD, 1, Answer.TAKEN, NOW),),
    )


def report(words: str) -> Report:
    return Report(
        "T1", "2026-10", "U1", ReportState.SIGNED, NOW, NOW, NOW, NOW, intro=Redacted(words)
    )


def entry(words: str) -> Entry:
    names = (escape_name(words),)
    return Entry(kudos(words), names, names[0], "https://team.example/p1")


def redaction(words: str) -> Redaction:
    found = Hidden("key", words or "x", Entity.PERSON, Why.CUE)
    return Redaction(Redacted(words), (found,), (), confident=False)


def review(words: str) -> Mapping[str, Any]:
    form = share.Form(text=words, note=words, also_hide=words)
    return share.review(form, redaction(words), redaction(words), share.Metadata())


def draft(words: str) -> Mapping[str, Any]:
    made = report_view.Draft(
        report(words),
        (kudos(words),),
        (escape_name(words),),
        frozenset({"k1"}),
        preview=Redacted(words),
    )
    return report_view.modal(made, "")


AGREED = HandoffSettings(enabled=True, leads=("U2",), backup="U3")
SHOWN: Mapping[str, Callable[[str], Any]] = {
    "kudos.post": lambda words: kudos_view.post(kudos(words)),
    "notices.credited": lambda words: notices.credited(kudos(words)),
    "notices.ask": lambda words: notices.ask(kudos(words)),
    "home.mine": lambda words: home.mine([kudos(words)]),
    "hide.modal": lambda words: hide.modal(kudos(words), Redacted(words), Redacted(words)),
    "share.review": review,
    "digest.post": lambda words: digest.post([entry(words)], 1, copy=True),
    "archive.one": lambda words: archive.one(entry(words)),
    "archive.modal": lambda words: archive.modal(
        Page(Ask(words[:50]), (), has_more=False), [entry(words)]
    ),
    "report.post": lambda words: report_view.post("2026-10", report(words), [entry(words)]),
    "report.modal": draft,
    "candidates.card": lambda words: candidates.card(Redacted(words)),
    "voice.letter": lambda words: voice.letter("U1", Redacted(words)),
    "voice.modal": lambda words: voice.modal(Redacted(words), ""),
    "handoff_cards.full": lambda words: handoff_cards.full(handoff(words), AGREED),
    "handoff_cards.offer": lambda words: handoff_cards.offer(
        handoff(words), handoff(words).offers[0], AGREED
    ),
    "handoff.form": lambda words: handoff_view.form(
        handoff_view.Form(Ground.THREAT, words, sentence=words, customer=words),
        FormState(),
        Pledge(1, words),
        words,
    ),
    "handoff_setup.settings": lambda words: handoff_setup.settings(
        replace(AGREED, safety_contact=words)
    ),
    "handoff_setup.pledge": lambda words: handoff_setup.pledge(Pledge(1, words)),
}


def formatted(value: object, *, outermost: bool = True) -> Iterator[str]:
    """Everything that Slack reads as mrkdwn: such text objects, and a message's own text."""
    if isinstance(value, Mapping):
        if value.get("type") == "mrkdwn" or (outermost and isinstance(value.get("text"), str)):
            yield str(value["text"])
        for part in value.values():
            yield from formatted(part, outermost=False)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from formatted(part, outermost=False)


@pytest.mark.parametrize("name", SHOWN)
@settings(max_examples=25, deadline=None)
@given(words=text)
@example(words="".join(HOSTILE))
def test_no_typed_word_mentions_links_or_turns_a_line(name: str, words: str) -> None:
    """Whatever stands between angle brackets was put there by us, and labels name their target."""
    for shown in formatted(SHOWN[name](words)):
        assert [found for found in TOKEN.findall(shown) if not OURS.fullmatch(found)] == []
        assert not TURNING.search(shown)


@settings(max_examples=300, deadline=None)
@given(name=text)
def test_a_name_cannot_dress_up(name: str) -> None:
    """Neither bold nor code nor a second line: *Admin* is called Admin like anybody."""
    shown = escape_name(name)
    assert not re.search(r"[*~`<>\n\r\u2028\u202e]", shown)
    assert not re.search(r"(?<!\w)_|_(?!\w)", shown)


def test_a_usual_name_stays_as_it_is() -> None:
    for name in ("Priya", "anna_k", "Zoë O'Neill-Smith", "Łukasz (he)", "王小明"):
        assert escape_name(name) == name


def test_a_digest_names_people_through_that_rule() -> None:
    """The one place where a display name becomes text of ours."""

    class Named(FakeDirectory):
        def name_of(self, *_who: str) -> str:
            return "*Admin* <!channel>\n> \u202eevil"

    shown = with_names(Named(), "T1", Entry(kudos("Thanks")))
    assert shown.people == ("Admin &lt;!channel&gt; &gt; evil",)


@settings(max_examples=300, deadline=None)
@given(typed=text | text.map(lambda one: f"https://help.example/{one}7"))
def test_a_reference_links_to_what_it_says_or_not_at_all(typed: str) -> None:
    """No label hides another address behind the ticket's."""
    try:
        reference = read_reference(typed)
    except RefusedError:
        return
    shown = handoff_cards.link(reference)
    linked = re.fullmatch(r"<(https?://[^<>|]*)>", shown)
    assert linked or not re.search("[<>]", shown)


def test_every_view_that_shows_what_people_wrote_is_fuzzed() -> None:
    """A new view with somebody's words in it has to come here first."""
    shows = re.compile(r"\bescape\(|\bRedacted\b|\.text\.text|pledge\.text")
    found = {path.stem for path in VIEWS.glob("*.py") if shows.search(path.read_text("utf-8"))}
    assert found <= {name.partition(".")[0] for name in SHOWN}
