"""*What Goodword knows*: the live schema in words, and how much of it is about the one who asks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.data_dictionary import Topic
from bot.domain.privacy import PURGE_OVERDUE_H, PurgeRun
from bot.ports import Clock, Desk, Directory, View
from bot.ports_privacy import OpenPrivacy
from bot.services.gate import Gate
from bot.views import knows as view


@dataclass(frozen=True, slots=True)
class Knowing:
    """Answers everyone what is stored; admins also what was removed."""

    open_uow: OpenPrivacy
    gate: Gate
    desk: Desk
    directory: Directory
    clock: Clock

    def home(self, team: str, user: str) -> Sequence[dict[str, Any]]:
        """The section of App Home."""
        if not self.directory.is_admin(team, user):
            return view.home(None, overdue=False)
        runs = self._runs(team)
        return view.home(runs, overdue=self._overdue(runs))

    def open(self, team: str, user: str, trigger: str) -> None:
        """Show the page; raises RefusedError."""
        self.desk.open_modal(team, trigger, self.page(team, user))

    def page(self, team: str, user: str) -> View:
        """The page; raises RefusedError(GUEST)."""
        self.gate.require_member(team, user)
        schema, counts = self._known(team, user)
        return view.page(schema, counts, self._runs(team))

    def topic(self, team: str, user: str, name: str) -> View:
        """Every column of one topic; the whole page for an unknown one; raises RefusedError."""
        self.gate.require_member(team, user)
        topic = next((one for one in Topic if one.name == name), None)
        if topic is None:
            return self.page(team, user)
        schema, counts = self._known(team, user)
        return view.details(topic, schema, counts)

    def _known(self, team: str, user: str) -> tuple[Mapping[str, Sequence[str]], Mapping[str, int]]:
        with self.open_uow() as uow:
            counts = Counter(mine.table for mine in uow.about.rows(team, user))
            return uow.about.schema(), counts

    def _runs(self, team: str) -> Sequence[PurgeRun]:
        with self.open_uow() as uow:
            return uow.purges.last(team)

    def _overdue(self, runs: Sequence[PurgeRun]) -> bool:
        late = self.clock.now() - timedelta(hours=PURGE_OVERDUE_H)
        return bool(runs) and max(run.ran_at for run in runs) < late
