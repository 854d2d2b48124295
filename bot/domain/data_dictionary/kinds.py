"""How a table and a column are described."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain.retention import Keep


class Form(enum.StrEnum):
    """How a value stands in the database."""

    PLAIN = "plain"
    ENCRYPTED = "encrypted"
    HASHED = "hashed under a key"
    KEY = "a key, wrapped by the master key"


class Leaves(enum.StrEnum):
    """What erasing a person does to a place where they stand."""

    ROW = "the row is deleted"
    CELL = "the cell is emptied"
    CARE = "changed by a rule of its own"


class Topic(enum.StrEnum):
    """What a person understands it as."""

    GOOD_WORDS = "Good words"
    HANDOFFS = "Handoffs"
    PATTERNS = "Patterns and questions"
    SETTINGS = "Settings"
    DELIVERY = "Delivery"


@dataclass(frozen=True, slots=True)
class Person:
    """A column that says who somebody is.

    shows: columns that person is given of such a row in their export; none where `unseen` says
    why the export leaves the row out. many: the cell holds several people.
    """

    leaves: Leaves
    shows: tuple[str, ...] = ()
    unseen: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in a column, in words."""

    says: str
    form: Form = Form.PLAIN
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is for, how long its rows are kept, and what stands in each column."""

    name: str
    topic: Topic
    says: str
    keep: Keep
    columns: Mapping[str, Column] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, Person]:
        """Columns that say who somebody is."""
        return {name: one.person for name, one in self.columns.items() if one.person}


WORKSPACE: Final = {"team_id": Column("the workspace")}


def columns(**says: Column | str) -> dict[str, Column]:
    """The columns of a table besides the workspace; a plain string is a plain column."""
    described = {
        name: one if isinstance(one, Column) else Column(one) for name, one in says.items()
    }
    return WORKSPACE | described


def person(
    says: str,
    leaves: Leaves,
    *shows: str,
    unseen: str = "",
    form: Form = Form.PLAIN,
    many: bool = False,
) -> Column:
    """A column that says who somebody is."""
    return Column(says, form, Person(leaves, shows, unseen, many=many))
