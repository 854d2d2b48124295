"""After *Erase me* no cell says who the person was, nobody was left waiting, on both databases."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import func, select

from bot.domain.handoff import State
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.inbox import LEASE, Happening, StoredEvent
from bot.domain.refusals import Reason, RefusedError
from bot.domain.report import ReportState
from bot.ports import Desk, Redactor
from bot.ports_digest import Whereabouts
from bot.services.erasing import Erasing
from bot.services.gate import Gate
from bot.services.handoff_core import HandoffCore
from bot.services.reports import Reports
from storage.models import Base, DigestItemRow, HandoffEventRow, KudosRow, OutboxRow
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes_handoff import FakeDirectory
from tests.full_house import AGREED, ME, MY_DM, OTHER, TEAM, THIRD, TICKET, fill


@dataclass
class Shown:
    """A desk that keeps the last modal."""

    views: list[Any] = field(default_factory=list)

    def open_modal(self, _team: str, _trigger: str, view: object) -> None:
        self.views.append(view)


@dataclass
class House:
    units: SqlUnitsOfWork
    erasing: Erasing
    shown: Shown

    def texts(self, channel: str) -> list[str]:
        """What is still to be sent to somebody."""
        with self.units.sessions() as session:
            rows = session.execute(
                select(OutboxRow.body).where(
                    OutboxRow.channel == channel, OutboxRow.body.is_not(None)
                )
            )
            return [json.dumps(self.units.keyring.open(body)) for (body,) in rows]


def cells(units: SqlUnitsOfWork) -> Iterator[tuple[str, str]]:
    """Every cell there is, opened with every key there is, as text."""
    with units.sessions() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                for name, value in row._mapping.items():
                    yield f"{table.name}.{name}", _opened(units, value)


def _opened(units: SqlUnitsOfWork, value: object) -> str:
    if isinstance(value, bytes):
        try:
            return units.keyring.unwrap(value).decode(errors="replace")
        except InvalidToken:
            return repr(value)
    return json.dumps(value, default=str, ensure_ascii=False)


@pytest.fixture
def house(units: SqlUnitsOfWork) -> House:
    fill(units)
    shown = Shown()
    directory = FakeDirectory()
    desk = cast("Desk", shown)
    core = HandoffCore(units, directory, units.clock)
    reports = Reports(
        open_uow=units,
        desk=desk,
        directory=directory,
        whereabouts=cast("Whereabouts", None),
        redactor=cast("Redactor", None),
        clock=units.clock,
    )
    gate = Gate(units, directory, desk, units.clock)
    erasing = Erasing(units, gate, core, reports, desk, directory, lambda: None)
    return House(units, erasing, shown)


def test_no_cell_holds_the_person_in_plain_or_decryptable_form(house: House) -> None:
    """Walked over all tables, whatever they are called; and no keyed mark of theirs is left."""
    before = [where for where, text in cells(house.units) if ME in text or MY_DM in text]
    assert len({where.split(".")[0] for where in before}) > 15
    house.erasing.erase(TEAM, ME)
    left = [where for where, text in cells(house.units) if any(x in text for x in (ME, MY_DM))]
    assert left == []
    assert [where for where, text in cells(house.units) if TICKET in text] == []
    with house.units() as uow:
        assert uow.about.rows(TEAM, ME) == []


def test_erasing_twice_is_erasing_once(house: House) -> None:
    """The second time nothing changes, however long after."""
    house.erasing.erase(TEAM, ME)
    first = sorted(cells(house.units))
    house.erasing.erase(TEAM, ME)
    assert sorted(cells(house.units)) == first


def test_a_wish_is_kept_before_it_is_acknowledged_and_settled_with_the_last_commit(
    house: House,
) -> None:
    """Whoever died after *Erase me* was accepted had left half of it undone, and told nobody."""
    house.erasing.ask(TEAM, ME, "V1")
    house.erasing.ask(TEAM, ME, "V1")
    assert len(wishes(house, after=LEASE)) == 1
    house.erasing.erase(TEAM, ME)
    assert wishes(house, after=3 * LEASE) == []


def wishes(house: House, after: timedelta) -> list[StoredEvent]:
    """What a drainer would take up then."""
    with house.units() as uow:
        leased = uow.inbox.lease(house.units.clock.now() + after, 100)
        uow.commit()
    return [one.event for one in leased if one.event.kind is Happening.ERASURE_ASKED]


def test_everybody_else_keeps_what_is_theirs(house: House) -> None:
    """Nothing of another person goes with it."""
    with house.units() as uow:
        before = [one for one in uow.about.rows(TEAM, THIRD) if one.table != "handoff_setups"]
        others = {one.table for one in uow.about.rows(TEAM, OTHER)}
    house.erasing.erase(TEAM, ME)
    with house.units() as uow:
        after = list(uow.about.rows(TEAM, THIRD))
        assert {one.table for one in uow.about.rows(TEAM, OTHER)} >= others - {"outbox"}
        assert uow.handoffs.get(TEAM, f"{11:032x}").requester == OTHER
    assert [one for one in before if one not in after] == []


def test_good_words_stay_and_name_a_teammate(house: House) -> None:
    """The posts change through the outbox, and posted digests follow."""
    with house.units.sessions() as session:
        count = session.scalar(select(func.count()).select_from(KudosRow))
    house.erasing.erase(TEAM, ME)
    with house.units() as uow:
        shared, credited, asked = (uow.kudos.get(TEAM, f"{n:032x}") for n in (1, 2, 3))
    assert (shared.sharer, shared.sharer_named) == ("", False)
    assert (credited.credits.users, credited.credits.erased) == ((OTHER,), True)
    assert (asked.credits.asked, asked.credits.erased) == ((), False)
    with house.units.sessions() as session:
        assert session.scalar(select(func.count()).select_from(KudosRow)) == count
        assert set(session.scalars(select(DigestItemRow.stale))) == {True}
    updates = [text for text in house.texts("C0KUDOS") if "a teammate" in text]
    assert any(f"For <@{OTHER}>, a teammate" in text for text in updates)


def test_nobody_is_left_waiting(house: House) -> None:
    """One's own request is off, what one had is open again, and others are asked at once."""
    house.erasing.erase(TEAM, ME)
    with house.units() as uow:
        own, held, asked = (uow.handoffs.get(TEAM, f"{n:032x}") for n in (10, 11, 12))
    assert (own.state, own.requester, own.wish.reference) == (State.WITHDRAWN, None, None)
    assert (held.state, held.taker) == (State.OPEN, None)
    assert [offer.user for offer in held.asked] != []
    assert asked.state is State.OPEN
    assert [offer.user for offer in asked.asked] != []
    assert (asked.wish.named, asked.wish.route.value) == (None, "first_available")
    # The requester of what was held hears that it is open again, and from whom it was taken: not.
    told = [text for text in house.texts(OTHER) if "open again" in text.lower()]
    assert told != []


def test_those_who_were_asked_see_that_it_is_off(house: House) -> None:
    """The card of a withdrawn request is blanked, not forgotten."""
    house.erasing.erase(TEAM, ME)
    with house.units.sessions() as session:
        keys = session.scalars(select(OutboxRow.key).where(OutboxRow.channel == OTHER)).all()
    assert [key for key in keys if key.startswith(f"handoff:{10:032x}:offer:1:{OTHER}:v")] != []


def test_settings_pass_to_deputies(house: House) -> None:
    """Lead, editor and person to talk to: nobody stands in a role who is gone."""
    house.erasing.erase(TEAM, ME)
    with house.units() as uow:
        handoffs = uow.handoff_setup.settings(TEAM)
        sharing = uow.settings.get(TEAM)
        report = uow.reports.get(TEAM, "2026-02")
    assert handoffs.leads == (OTHER, THIRD)
    assert (handoffs.deputies, handoffs.aftercare_person) == ((), None)
    assert sharing is not None
    assert (sharing.leads, sharing.admins) == (frozenset({OTHER}), frozenset({OTHER}))
    assert report is not None
    assert (report.state, report.editor) == (ReportState.SET_ASIDE, "")


@pytest.mark.parametrize(
    "changes",
    [{"backup": ME, "deputies": ()}, {"leads": (ME,), "deputies": ()}],
    ids=["the only backup", "the only lead"],
)
def test_without_a_successor_nothing_is_erased(house: House, changes: dict[str, Any]) -> None:
    """Handoffs would stand still: it is said, with the next step, before anything changes."""
    settings: HandoffSettings = replace(AGREED, **changes)
    with house.units() as uow:
        uow.handoff_setup.keep(TEAM, settings)
        uow.commit()
    before = sorted(cells(house.units))
    erasing = house.erasing
    acts = (
        lambda: erasing.open(TEAM, ME, "t"),
        lambda: erasing.ask(TEAM, ME, "V1"),
        lambda: erasing.erase(TEAM, ME),
    )
    for act in acts:
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.reason is Reason.STILL_NEEDED
    assert sorted(cells(house.units)) == before


def test_windows_that_are_not_frozen_no_longer_count_the_person(house: House) -> None:
    """Fewer people behind a figure, never more: a return under a new mark would else count twice.

    The events themselves stay, without anybody.
    """
    with house.units.sessions() as session:
        marks = len(set(session.scalars(select(HandoffEventRow.requester_mark))))
        events = session.scalar(select(func.count()).select_from(HandoffEventRow)) or 0
    house.erasing.erase(TEAM, ME)
    with house.units.sessions() as session:
        left = set(session.scalars(select(HandoffEventRow.requester_mark)))
        count = session.scalar(select(func.count()).select_from(HandoffEventRow)) or 0
    assert len(left - {None}) == marks - 1
    assert count >= events


def test_the_question_says_what_happens_with_figures(house: House) -> None:
    """Exactly what is there, before it goes."""
    house.erasing.open(TEAM, ME, "trigger")
    shown = json.dumps(house.shown.views[-1])
    for said in ("3 open handoffs are", "Good words with you in them: 4", "a teammate", "stays"):
        assert said in shown
