"""Tables about deliveries that wait for a human."""

from typing import Final

from bot.domain.data_dictionary.kinds import Leaves, Table, Topic, columns, person
from bot.domain.retention import Keep

TABLES: Final = (
    Table(
        "dead_letter_watch",
        Topic.DELIVERY,
        "The admins know that something was not delivered.",
        Keep.SETTINGS,
        columns(told_at="when they were told"),
    ),
    Table(
        "dead_letter_mutes",
        Topic.SETTINGS,
        "People who are not told when something was not delivered.",
        Keep.SETTINGS,
        columns(user_id=person("who", Leaves.ROW, "user_id")),
    ),
)
