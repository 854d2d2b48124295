"""Another workspace in the same database, in which people with the same ids live.

Slack's ids are unique, but no query may rely on that: here the agent of one workspace is a lead and
an admin of the other, stands in every table there, and the channels are called the same. A query
that forgets the workspace meets their rows.
"""

import json
import re
import types
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from bot.domain.installation import Installation, whole_second
from bot.domain.patterns import Window, freeze
from storage.models import Base
from storage.unit_of_work import SqlUnitsOfWork
from tests import full_house
from tests.full_house import TEAM as NEIGHBOUR
from tests.sandbox_client import SandboxServer

PEOPLE = {full_house.ME: "U0PRIYA", full_house.OTHER: "U0LENA", full_house.THIRD: "U0SAM"}
NOTED_BY_A_JOB = {"purge_runs"}
"""The one purge job goes through all workspaces."""
CANARIES = (
    NEIGHBOUR,
    full_house.TICKET,
    "It went on for days",
    "is named here",
    "Good word ",
    "9" + "0" * 28,
)
"""What stands in the neighbour's rows and in no other place: its name, words, ids of its rows."""
THEIRS = {
    table.name: select(text("*")).select_from(table).where(table.columns["team_id"] == NEIGHBOUR)
    for table in Base.metadata.sorted_tables
    if "team_id" in table.columns and table.name not in NOTED_BY_A_JOB
}
"""As they lie in the database: nothing is read into anything."""
SETTLED = (
    # Whatever ticks leaves it out; it is erased when this lies 13 days back.
    "UPDATE workspaces SET removed_at = '2999-01-01 00:00:00.000000' WHERE team_id = :team",
    "UPDATE inbox SET state = 'done' WHERE team_id = :team",
    "UPDATE outbox SET state = 'sent' WHERE team_id = :team",
    "UPDATE outbox SET state = 'dead', problem = 'x' WHERE team_id = :team AND purpose = 'notice'",
)


@dataclass
class Neighbour:
    """Looks at the neighbour's rows, and for its words in what Slack was told."""

    units: SqlUnitsOfWork
    seen: dict[str, list[str]] = field(default_factory=dict)

    def move_in(self) -> None:
        """Fill every table with rows of the other workspace."""
        house = _house()
        house.fill(self.units)
        now = self.units.clock.now()
        with self.units() as uow:
            uow.installations.save(_installation(whole_second(now)))
            uow.dead_letters.begin_telling(NEIGHBOUR, now)
            window = Window.of(now).before
            uow.patterns.freeze(NEIGHBOUR, freeze(window, 12, (), ()), window.freezes_at)
            uow.commit()
        with self.units.sessions() as session:
            for statement in SETTLED:
                session.execute(text(statement), {"team": NEIGHBOUR})
            session.commit()
        self.seen = self.rows()

    def rows(self) -> dict[str, list[str]]:
        """Everything that is kept about it."""
        with self.units.sessions() as session:
            return {
                table: sorted(repr(tuple(row)) for row in session.execute(query))
                for table, query in THEIRS.items()
            }

    def changed(self) -> list[str]:
        """Tables in which something is not as it was when somebody last looked."""
        before, self.seen = self.seen, self.rows()
        return [table for table in before if before[table] != self.seen[table]]

    def heard_of(self, slack: SandboxServer) -> list[str]:
        """Its words in any call the bot made, or any answer it gave."""
        said = json.dumps(slack.log(), ensure_ascii=False)
        return [canary for canary in CANARIES if canary in said]


def _house() -> Any:  # noqa: ANN401 - a module like tests.full_house
    """The full house, with this workspace's people living in it."""
    source = Path(full_house.__file__).read_text(encoding="utf-8")
    for theirs, ours in PEOPLE.items():
        source = source.replace(theirs, ours)
    # Ids of rows are ours and random; only people and places may be the same.
    source = re.sub(r"\{(\w+):032x\}", r"9{\1:031x}", source)
    house = types.ModuleType("neighbours_house")
    exec(compile(source, full_house.__file__, "exec"), house.__dict__)  # noqa: S102 - our own file
    return house


def _installation(now: datetime) -> Installation:
    return Installation(
        team=NEIGHBOUR,
        name="House",
        url="https://house.example/",
        app="A0GOODWORD",
        token="xoxb-of-the-neighbour",
        bot="B0HOUSE",
        bot_user="U0BOT",
        scopes=("chat:write",),
        installed_by="U0PRIYA",
        installed_at=now,
    )
