import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.archive import PAGE, Ask, Page, normal, words_of
from bot.domain.export import as_csv, markdown
from bot.domain.redacted import Redacted
from bot.views import archive as view
from bot.views import digest as digest_view
from bot.views.digest import Entry
from sandbox.blocks.surfaces import message_problems, view_problems
from tests.fakes_looking_back import kudos

TEXTS = st.text(max_size=3_000)


@given(TEXTS)
def test_an_export_reads_back_as_it_was_and_runs_nowhere(words: str) -> None:
    """A cell that starts like a formula is made harmless; everything else survives."""
    rows = list(csv.reader(io.StringIO(as_csv([kudos(1, text=Redacted(words))]), newline="")))
    assert rows[0] == ["date", "text", "note", "shared_by"]
    cell = rows[1][1]
    assert cell in (words, f"'{words}")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_markdown_quotes_each_line() -> None:
    """So that nothing of a customer's text becomes a heading or a list of ours."""
    text = markdown([kudos(1, text=Redacted("# Thanks\n\n- all of you"))])
    assert text == "**2026-03-02**\n\n> # Thanks\n>\n> - all of you\n"


@given(st.text(max_size=300))
def test_a_look_survives_its_trip_through_slack_and_names_nobody(raw: str) -> None:
    """A forged modal cannot look at what was said about somebody else."""
    assert view.load(raw, "U0SAM").about in (None, "U0SAM")
    ask = Ask(raw[:100], "U0SAM", 3)
    assert view.load(view.dump(ask), "U0SAM") == ask


@given(st.text(max_size=200))
def test_searching_is_indifferent_to_its_own_normal_form(words: str) -> None:
    """Normal text stays as it is, and a query's words are all normal."""
    assert normal(normal(words)) == normal(words)
    assert all(word == normal(word) for word in words_of(words))


@given(st.lists(TEXTS, max_size=20))
def test_whatever_is_shown_fits_slack(texts: list[str]) -> None:
    """Long kudos, many kudos, markup, emoji: Slack's limits hold."""
    items = tuple(kudos(n, text=Redacted(words)) for n, words in enumerate(texts))
    entries = [Entry(item, people=("Priya",), link="https://x.example/p1") for item in items]
    assert message_problems(digest_view.post(entries, 3, copy=True)["blocks"]) == []
    page = Page(Ask(about="U0SAM"), items[:PAGE], has_more=True)
    assert view_problems(view.modal(page, entries[:PAGE])) == []
    text = as_csv(items)
    assert view_problems(view.export(text * 40, page.ask, as_table=True, part=0)) == []
