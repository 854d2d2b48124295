"""The format in which messages are annotated by hand, for training and for the bench."""

import pytest

from training.annotated import FormatError, parse, unmark

ITEM = "#a-1|csat|Sunil;Joy Bello|Atlas\n"


@pytest.mark.parametrize(
    ("marked", "text", "spans"),
    [
        ("no marks", "no marks", []),
        ("Hi [PERSON|Ana]!", "Hi Ana!", [(3, 6, "PERSON")]),
        (
            "[PERSON|Zé], [LOCATION|São Luís]",
            "Zé, São Luís",
            [(0, 2, "PERSON"), (4, 12, "LOCATION")],
        ),
        (
            "mail [EMAIL|<mailto:a@b.c|a@b.c>] now",
            "mail <mailto:a@b.c|a@b.c> now",
            [(5, 25, "EMAIL")],
        ),
        ("[LOCATION|1 Rue X\n75001 Paris].", "1 Rue X\n75001 Paris.", [(0, 19, "LOCATION")]),
        ("a [b] c [note|d]", "a [b] c [note|d]", []),
    ],
)
def test_marks_are_taken_out_and_become_spans(
    marked: str, text: str, spans: list[tuple[int, int, str]]
) -> None:
    assert unmark(marked) == (text, tuple(spans))


def test_an_item_gives_a_row_of_the_gold_format() -> None:
    (message,) = parse(ITEM + "Thank you Sunil!\n\n— [PERSON|Wanjiru]\n%%\n")
    assert message.row() == {
        "id": "a-1",
        "kind": "csat",
        "text": "Thank you Sunil!\n\n— Wanjiru",
        "roster": ["Sunil", "Joy Bello"],
        "keep": ["Atlas"],
        "spans": [[20, 27, "PERSON"]],
    }


def test_items_are_parted_by_a_line_of_percent_signs_only() -> None:
    source = ITEM + "100%% sure\n%%\n#a-2|nps||\nten\n%%"
    assert [message.text for message in parse(source)] == ["100%% sure", "ten"]
    assert list(parse(source))[1].roster == ()


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a-1|csat||\ntext", "head"),
        ("#a-1|csat|\ntext", "head"),
        ("#a-1|poem||\ntext", "kind"),
        ("#a-1|csat||\n\n", "text"),
        ("#a-1|csat||\nHi [PERSON|Ana", "mark"),
        ("#a-1|csat||\nHi [NAME|Ana]", "mark"),
    ],
)
def test_an_item_that_breaks_the_format_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(FormatError, match=complaint):
        list(parse(source))
