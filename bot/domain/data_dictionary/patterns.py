"""Tables of patterns and of the two questions."""

from typing import Final

from bot.domain.data_dictionary.kinds import Column, Form, Leaves, Table, Topic, columns, person
from bot.domain.retention import Keep

TABLES: Final = (
    Table(
        "frozen_windows",
        Topic.PATTERNS,
        "What leads see of twelve weeks: bands, never counts.",
        Keep.FROZEN,
        columns(
            window_start="the first day",
            shown="the bands",
            frozen_at="when it was computed",
        ),
    ),
    Table(
        "pattern_displays",
        Topic.PATTERNS,
        "Who was shown figures, and when.",
        Keep.SHOWN,
        columns(
            id="a number",
            user_id=person("who saw them", Leaves.CARE, "surface", "window_start", "figures", "at"),
            surface="where",
            window_start="which window",
            figures="which figures",
            at="when",
        ),
    ),
    Table(
        "pattern_standing",
        Topic.PATTERNS,
        "In whose App Home figures stand now.",
        Keep.SHOWN,
        columns(
            user_id=person(
                "whose App Home", Leaves.ROW, unseen="It repeats that you are named as a lead."
            ),
        ),
    ),
    Table(
        "lead_decisions",
        Topic.PATTERNS,
        "Customers whom a taker wants to talk about with the leads.",
        Keep.SHOWN,
        columns(
            handoff_id="the handoff",
            brought_by=person("the taker", Leaves.CELL, "brought_at", "settled_at"),
            brought_at="when",
            settled_at="when it was decided",
        ),
    ),
    Table(
        "quarterly_rounds",
        Topic.PATTERNS,
        "Each quarter's two questions and their result.",
        Keep.FROZEN,
        columns(
            quarter="the quarter",
            wrapped=Column("the key of the marks, destroyed on closing", Form.KEY),
            shown="the result, from five answers on",
            opened_at="when the questions were sent",
            closed_at="when the round closed",
        ),
    ),
    Table(
        "quarterly_tallies",
        Topic.PATTERNS,
        "How often each answer was given, while a round is open.",
        Keep.MARKS,
        columns(
            quarter="the quarter",
            question="the question",
            reply="the answer",
            count="how often",
        ),
    ),
    Table(
        "quarterly_marks",
        Topic.PATTERNS,
        "That somebody answered, without the answer, while a round is open.",
        Keep.MARKS,
        columns(
            quarter="the quarter",
            mark=person("a coded mark", Leaves.ROW, "quarter", form=Form.HASHED),
        ),
    ),
    Table(
        "pattern_settings",
        Topic.SETTINGS,
        "What admins have set about patterns.",
        Keep.SETTINGS,
        columns(
            leads_channel="the leads' channel",
            sibling_groups="user groups of sibling teams",
            questions="whether the two questions are asked",
        ),
    ),
)
