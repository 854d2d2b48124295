"""Each question the repositories answer for one workspace, once, with rows of the full house."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.domain import data_dictionary as dictionary
from bot.domain.archive import Ask
from bot.domain.delivery import Action, NotAccepted
from bot.domain.digest import CHANNEL, Kind
from bot.domain.digest_settings import DigestSettings, Problem
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.installation import Installation
from bot.domain.kudos import KudosState
from bot.domain.lead_views import Decision, PatternSettings
from bot.domain.patterns import freeze
from bot.domain.preferences import Preferences
from bot.domain.privacy import PurgeRun
from bot.domain.quarterly import Question, Reply, Result, Share
from bot.domain.receivers import UNTIL_RESUMED
from bot.domain.retention import Purged
from bot.domain.unasked import Unasked
from bot.domain.workspace import WorkspaceSettings
from bot.ports_operations import Renewed
from storage.changes import Changes
from storage.models import OutboxRow
from storage.person_marks import PersonMarks
from storage.repeats import SqlRepeats
from storage.workspaces import add_workspace
from tests.full_house import ME, OTHER
from tests.storage.scene import FAR, SOURCE, WAITING, WEEK, Scene
from tests.twin_houses import DIGEST, Ids


def _again(scene: Scene) -> bool:
    return scene.uow.dead_letters.again(scene.letter(), scene.now, None)


def _again_elsewhere(scene: Scene) -> bool:
    letter = replace(scene.letter(f"kudos:{1:032x}"), id=scene.number("dead"))
    return scene.uow.dead_letters.again(letter, scene.now, Renewed("C0NEW", {}))


def _save_kudos(scene: Scene) -> object:
    found = scene.uow.kudos.get(scene.team, scene.ids.row(1))
    if found:
        scene.uow.kudos.save(replace(found, state=KudosState.TAKEN_BACK))
    return found


def _save_handoff(scene: Scene) -> bool:
    found = scene.uow.handoffs.get(scene.team, scene.handoff)
    other = scene.uow.handoffs.get(scene.ids.team, scene.handoff)
    before = found or (replace(other, team=scene.team) if other else None)
    return bool(before) and scene.uow.handoffs.save(before, before)


def _changed(scene: Scene) -> list[bool]:
    """Of three changes of one post."""
    found = select(OutboxRow).where(
        OutboxRow.team_id == scene.team, OutboxRow.action == Action.UPDATE.value
    )
    return [
        Changes(scene.session).is_overtaken(row)
        for row in scene.session.scalars(found.order_by(OutboxRow.id))
    ]


def _about(scene: Scene) -> list[tuple[str, tuple[str, ...]]]:
    return [(mine.table, mine.columns) for mine in scene.uow.about.rows(scene.team, ME)]


def _marks(scene: Scene) -> tuple[list[str], ...]:
    marks = PersonMarks(scene.session, scene.town.keyring, scene.team, ME)
    return sorted(marks.of_windows()), sorted(marks.of_rounds()), marks.of_requests()


def _installed(scene: Scene) -> Installation | None:
    return scene.uow.installations.get(scene.team)


def _refreshed(scene: Scene) -> bool:
    found = _installed(scene)
    return bool(found) and scene.uow.installations.refreshed(
        replace(found, expires_at=scene.now + FAR)  # type: ignore[arg-type] # found
    )


def _erased(scene: Scene) -> list[int]:
    """To the last row; nobody names rows to it."""
    if scene.ids.team != scene.team:
        return []
    scene.uow.installations.remove(scene.team, scene.now + FAR, scene.now)
    gone = []
    while count := scene.uow.installations.erase(scene.team, 500):
        gone.append(count)
    return gone


def _claim(scene: Scene) -> list[str]:
    """What is due, of this workspace."""
    due = scene.uow.outbox.claim(scene.now + FAR, 200)
    return [one.outgoing.key for one in due if one.outgoing.team == scene.team]


def _slow_down(scene: Scene) -> bool:
    outcome = NotAccepted("ratelimited", timedelta(hours=1))
    claimed = scene.claimed("dead", Action.POST)
    return scene.uow.outbox.settle(claimed, outcome, scene.now)


def _answered(scene: Scene) -> object:
    said = (Question.COULD, Reply.YES)
    scene.uow.quarterly.answer(scene.team, "U0NEW", scene.quarter, said)
    return scene.uow.quarterly.tallies(scene.team, scene.quarter)


def _closed(scene: Scene) -> object:
    result = Result(scene.quarter, ((Question.COULD, Share.MOST), (Question.QUICK, None)))
    closed = scene.uow.quarterly.close(scene.team, result, scene.now)
    return closed, scene.uow.quarterly.newest(scene.team)


def _forgotten(scene: Scene) -> int:
    scene.uow.erasing.source(scene.team, scene.kudos)
    return scene.uow.erasing.forget(scene.team, ME)


def _again_installed(scene: Scene) -> None:
    add_workspace(
        scene.session,
        scene.town.keyring,
        team=scene.team,
        name="Anew",
        bot_user="U0ANEW",
        now=scene.now,
    )


def _repeats(scene: Scene, times: int) -> SqlRepeats:
    """Long after: keys have aged, of which the twin's is younger."""
    return SqlRepeats(scene.session, scene.town.keyring, scene.now + times * FAR)


def _removed(kind: Purged) -> Callable[[Scene], object]:
    return lambda scene: scene.uow.purges.remove(scene.team, kind, scene.now + FAR)


ASKED: Final[Mapping[str, Callable[[Scene], object]]] = {
    "about.rows": _about,
    "about.standing": lambda s: len(
        [list(s.uow.about.standing(one, s.team, ME)) for one in dictionary.TABLES]  # type: ignore[attr-defined] # of the SQL class
    ),
    "archive.find": lambda s: s.uow.archive.find(s.team, Ask(), ME),
    "archive.find about": lambda s: s.uow.archive.find(s.team, Ask("word", ME), ME),
    "archive.all_about": lambda s: s.uow.archive.all_about(s.team, OTHER, "", 99),
    "archive.count_but": lambda s: s.uow.archive.count_but(s.team, s.kudos),
    "archive.nth_but": lambda s: [s.uow.archive.nth_but(s.team, s.kudos, at) for at in range(5)],
    "archive.hide": lambda s: s.uow.archive.hide(s.team, Ids(s.team).row(1), ME, hidden=True),
    "archive.show": lambda s: [
        s.uow.archive.hide(s.team, s.ids.row(number), ME, hidden=False) for number in (1, 2)
    ],
    "archive.copies": lambda s: s.uow.archive.copies(s.team),
    "archive.wants_copy": lambda s: s.uow.archive.wants_copy(s.team, ME),
    "archive.set_copy": lambda s: s.uow.archive.set_copy(s.team, ME, wanted=False),
    "archive.last_shown": lambda s: s.uow.archive.last_shown(s.team, ME),
    "archive.remember_shown": lambda s: s.uow.archive.remember_shown(s.team, ME, "x"),
    "candidates.is_known": lambda s: [
        s.uow.candidates.is_known(s.team, s.ids.row(5)),
        s.uow.candidates.is_known(s.team, "other words", s.ids.row(6)),
    ],
    "candidates.waiting": lambda s: s.uow.candidates.waiting(s.team),
    "candidates.ahead": lambda s: s.uow.candidates.ahead(s.team, s.now - FAR),
    "changes.is_overtaken": _changed,
    "changes.again_at": lambda s: Changes(s.session).again_at(
        s.claimed(f"{DIGEST}:v2", Action.UPDATE), s.now
    ),
    "dead_calls.waiting": lambda s: [one.handoff for one in s.uow.dead_calls.waiting(s.team, 99)],
    "dead_calls.count": lambda s: s.uow.dead_calls.count(s.team),
    "dead_calls.get": lambda s: (
        s.uow.dead_calls.get(s.team, s.call("dead b", 10).id) and s.ids.team
    ),
    "dead_calls.is_outdated": lambda s: [
        s.uow.dead_calls.is_outdated(s.call(*call)) for call in (("dead b", 10), ("dead d", 12))
    ],
    "dead_calls.again": lambda s: s.uow.dead_calls.again(s.call("dead b", 10), s.now),
    "dead_calls.again, a later one": lambda s: s.uow.dead_calls.again(s.call("dead c", 11), s.now),
    "dead_calls.drop": lambda s: s.uow.dead_calls.drop(s.call("dead b", 10)),
    "dead_letters.waiting": lambda s: [one.key for one in s.uow.dead_letters.waiting(s.team, 99)],
    "dead_letters.count": lambda s: s.uow.dead_letters.count(s.team),
    "dead_letters.get": lambda s: s.uow.dead_letters.get(s.team, s.letter().id) and s.ids.team,
    "dead_letters.is_outdated": lambda s: [
        s.uow.dead_letters.is_outdated(s.letter(f"handoff:{10:032x}:told:{at}")) for at in (0, 1)
    ],
    "dead_letters.again": _again,
    "dead_letters.again elsewhere": _again_elsewhere,
    "dead_letters.drop": lambda s: s.uow.dead_letters.drop(s.letter()),
    "dead_letters.begin_telling": lambda s: s.uow.dead_letters.begin_telling(s.team, s.now),
    "dead_letters.end_telling": lambda s: s.uow.dead_letters.end_telling(s.team),
    "dead_letters.muted": lambda s: s.uow.dead_letters.muted(s.team),
    "dead_letters.mute": lambda s: s.uow.dead_letters.mute(s.team, OTHER, muted=True),
    "dead_letters.unmute": lambda s: s.uow.dead_letters.mute(s.team, ME, muted=False),
    "decisions.bring": lambda s: s.uow.decisions.bring(
        s.team, Decision(s.ids.row(14), OTHER, s.now)
    ),
    "decisions.settle": lambda s: s.uow.decisions.settle(s.team, s.ids.row(14), s.now),
    "decisions.waiting": lambda s: s.uow.decisions.waiting(s.team, 99),
    "digests.settings": lambda s: s.uow.digests.settings(s.team),
    "digests.save_settings": lambda s: s.uow.digests.save_settings(
        s.team, DigestSettings(length=9), s.now
    ),
    "digests.look_again": lambda s: s.uow.digests.look_again(s.team, s.now + FAR),
    "digests.problem": lambda s: s.uow.digests.problem(s.team),
    "digests.note": lambda s: s.uow.digests.note(s.team, Problem.EDITOR_LEFT, "U0NEW"),
    "digests.due": lambda s: list(s.uow.digests.due(s.now + FAR, 99)).count(s.team),
    "digests.get": lambda s: s.uow.digests.get(s.team, Kind.WEEKLY, CHANNEL, WEEK),
    "digests.of_key": lambda s: s.uow.digests.of_key(s.team, s.digest.key),
    "digests.is_unsettled": lambda s: s.uow.digests.is_unsettled(s.team, s.slot),
    "digests.candidates": lambda s: s.uow.digests.candidates(s.team, s.slot),
    "digests.shown_in": lambda s: s.uow.digests.shown_in(s.digest),
    "digests.of_month": lambda s: s.uow.digests.of_month(s.team, s.now - FAR, s.now + FAR, 99),
    "digests.refreshed": lambda s: s.uow.digests.refreshed(s.digest),
    "erasing.handoffs": lambda s: s.uow.erasing.handoffs(s.team, ME),
    "erasing.kudos": lambda s: s.uow.erasing.kudos(s.team, ME),
    "erasing.drafts": lambda s: s.uow.erasing.drafts(s.team, ME),
    "erasing.source": lambda s: s.uow.erasing.source(s.team, s.ids.row(4)),
    "erasing.forget": _forgotten,
    "handoff_setup.settings": lambda s: s.uow.handoff_setup.settings(s.team),
    "handoff_setup.keep": lambda s: s.uow.handoff_setup.keep(s.team, HandoffSettings()),
    "handoff_setup.pledge": lambda s: s.uow.handoff_setup.pledge(s.team, "We promise."),
    "handoff_setup.pledge_of": lambda s: s.uow.handoff_setup.pledge_of(s.team, 1),
    "handoff_setup.keep_pledge": lambda s: s.uow.handoff_setup.keep_pledge(s.team, "Anew."),
    "handoffs.get": lambda s: s.uow.handoffs.get(s.team, s.handoff),
    "handoffs.several": lambda s: s.uow.handoffs.several(s.team, [s.handoff, s.ids.row(11)]),
    "handoffs.of_request": lambda s: s.uow.handoffs.of_request(s.team, "form:h10"),
    "handoffs.save": _save_handoff,
    "handoffs.unclosed_of": lambda s: s.uow.handoffs.unclosed_of(s.team, ME),
    "handoffs.taken_by": lambda s: s.uow.handoffs.taken_by(s.team, ME),
    "handoffs.asked_of": lambda s: s.uow.handoffs.asked_of(s.team, ME),
    "handoffs.unclosed": lambda s: s.uow.handoffs.unclosed(s.team, 99),
    "handoffs.habit_of": lambda s: s.uow.handoffs.habit_of(s.team, ME),
    "inbox.served_since": lambda s: s.uow.inbox.served_since(s.team),
    "inbox.heard_until": lambda s: s.uow.inbox.heard_until(s.team),
    "inbox.note_heard": lambda s: s.uow.inbox.note_heard(s.team, s.now + FAR),
    "inbox.newest": lambda s: s.uow.inbox.newest(s.team),
    "installations.get": _installed,
    "installations.refreshed": _refreshed,
    "installations.remove": lambda s: s.uow.installations.remove(s.team, s.now + FAR, s.now),
    "installations.erase": _erased,
    "kudos.get": lambda s: s.uow.kudos.get(s.team, s.kudos),
    "kudos.of_request": lambda s: s.uow.kudos.of_request(s.team, "form:1"),
    "kudos.of_source": lambda s: s.uow.kudos.of_source(s.team, SOURCE),
    "kudos.shared_by": lambda s: s.uow.kudos.shared_by(s.team, ME, 99),
    "kudos.save": _save_kudos,
    "offers.close": lambda s: s.uow.offers.close(s.team, WAITING),
    "offers.close for one": lambda s: s.uow.offers.close(s.team, WAITING, ME),
    "offers.waiting": lambda s: s.uow.offers.waiting(s.team, ME, 99),
    "on_call.drop": lambda s: s.uow.on_call.drop(s.team, s.handoff),
    "outbox.claim": _claim,
    "outbox.settle": _slow_down,
    "outbox.withdraw": lambda s: s.uow.outbox.withdraw(s.team, "later"),
    "outbox.place_of": lambda s: s.uow.outbox.place_of(s.team, f"kudos:{s.kudos}"),
    "outbox.key_at": lambda s: [
        s.uow.outbox.key_at(s.team, "C0KUDOS", f"{at}.5") for at in range(50)
    ],
    "outbox.is_posting": lambda s: s.uow.outbox.is_posting(s.team, "C0KUDOS"),
    "outbox.is_known": lambda s: s.uow.outbox.is_known(s.team, s.key(f"kudos:{1:032x}")),
    "outbox.undelivered": lambda s: s.uow.outbox.undelivered(
        s.team, ["dead", s.key(f"handoff:{10:032x}:told:1")]
    ),
    "patterns.settings": lambda s: s.uow.patterns.settings(s.team),
    "patterns.keep_settings": lambda s: s.uow.patterns.keep_settings(
        s.team, PatternSettings("C0X")
    ),
    "patterns.freeze": lambda s: s.uow.patterns.freeze(s.team, freeze(s.window, 12, (), ()), s.now),
    "patterns.first_window": lambda s: s.uow.patterns.first_window(s.team),
    "patterns.waiting": lambda s: list(s.uow.patterns.waiting(s.window)).count(s.team),
    "patterns.frozen_starts": lambda s: s.uow.patterns.frozen_starts(s.team),
    "patterns.frozen": lambda s: s.uow.patterns.frozen(s.team, 99),
    "patterns.asked": lambda s: s.uow.patterns.asked(s.team, s.window),
    "patterns.drills": lambda s: s.uow.patterns.drills(s.team, [s.window]),
    "patterns.displays": lambda s: s.uow.patterns.displays(s.team, 99),
    "patterns.standing": lambda s: s.uow.patterns.standing(s.team, ME, stands=False),
    "person_marks": _marks,
    "preferences.get": lambda s: s.uow.preferences.get(s.team, ME),
    "preferences.save": lambda s: s.uow.preferences.save(s.team, ME, Preferences()),
    "purges.note": lambda s: s.uow.purges.note(s.team, PurgeRun(Purged.EVENTS, s.now, 9)),
    "purges.last": lambda s: s.uow.purges.last(s.team),
    **{f"purges.remove {kind}": _removed(kind) for kind in Purged},
    "quarterly.newest": lambda s: s.uow.quarterly.newest(s.team),
    "quarterly.open": lambda s: s.uow.quarterly.open(s.team, s.quarter, s.now),
    "quarterly.answer": _answered,
    "quarterly.tallies": lambda s: s.uow.quarterly.tallies(s.team, s.quarter),
    "quarterly.close": _closed,
    "receivers.get": lambda s: s.uow.receivers.get(s.team, ME, s.now - FAR),
    "receivers.all": lambda s: s.uow.receivers.all(s.team, s.now - FAR),
    "receivers.asked": lambda s: s.uow.receivers.asked(s.team, [ME], s.now + FAR),
    "repeats.remember": lambda s: s.uow.repeats.remember(s.team, "new@example.com"),
    "repeats.expire": lambda s: _repeats(s, 1).expire(),
    "repeats.remember later": lambda s: [_repeats(s, times)._rotate(s.team) for times in (1, 2)],
    "repeats.forget": lambda s: s.uow.repeats.forget(s.team, "customer@example.com"),
    "reports.get": lambda s: s.uow.reports.get(s.team, "2026-01"),
    "settings.get": lambda s: s.uow.settings.get(s.team),
    "settings.seed": lambda s: s.uow.settings.seed(s.team, WorkspaceSettings(), s.now),
    "settings.save": lambda s: s.uow.settings.save(s.team, WorkspaceSettings(), s.now),
    "settings.people_changed": lambda s: s.uow.settings.people_changed(s.team),
    "silences.of": lambda s: s.uow.silences.of(s.team, ME),
    "silences.keep": lambda s: s.uow.silences.keep(
        s.team, ME, Unasked.CREDITED, UNTIL_RESUMED - FAR
    ),
    "silences.end": lambda s: s.uow.silences.keep(s.team, ME, Unasked.CREDITED, None),
    "window_keys.mark": lambda s: s.uow.window_keys.mark(s.team, ME, s.window.start),
    "window_keys.destroy": lambda s: s.uow.window_keys.destroy(s.team, s.window.start),
    "workspaces.add": _again_installed,
}
"""`repository.method`, and what of it, → the question."""
