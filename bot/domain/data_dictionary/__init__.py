"""Every table and column in words: the source of the page in Slack, the docs, export and erasure.

A table or column that is not described here fails a test.
"""

from typing import Final

from bot.domain.data_dictionary import good_words, handoffs, house, operations, patterns
from bot.domain.data_dictionary.kinds import Column, Form, Leaves, Person, Table, Topic

__all__ = [
    "BY_NAME",
    "NEVER_STORED",
    "TABLES",
    "Column",
    "Form",
    "Leaves",
    "Person",
    "Table",
    "Topic",
]

TABLES: Final[tuple[Table, ...]] = (
    *good_words.TABLES,
    *handoffs.TABLES,
    *patterns.TABLES,
    *house.TABLES,
    *operations.TABLES,
)
BY_NAME: Final = {table.name: table for table in TABLES}
NEVER_STORED: Final = (
    "a customer's message as it was written",
    "abusive words",
    "a customer's name, address, e-mail or number",
    "files and pictures",
    "who gave which answer to the two questions",
)
