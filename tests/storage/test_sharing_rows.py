"""Settings, offers, and kudos that change."""

from dataclasses import replace

import pytest

from bot.domain.kudos import Credits, Kudos, KudosState, Source
from bot.domain.offers import EVERYBODY, Offer, OfferState
from bot.domain.redacted import Redacted
from bot.domain.workspace import Mode, WorkspaceSettings
from bot.ports import AlreadySharedError
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import START, ManualClock

SOURCE = Source("C1", "1.1")


def kudos(name: str, **changes: object) -> Kudos:
    made = Kudos(
        id=name,
        team="T1",
        request=f"review:{name}",
        sharer="U1",
        sharer_named=True,
        text=Redacted("Thank you."),
        note=None,
        credits=Credits(("U2",), whole_team=True, asked=("U3",)),
        source=SOURCE,
        channel="C9",
        state=KudosState.SHARED,
        created_at=START,
    )
    return replace(made, **changes)  # type: ignore[arg-type] # fields by name


def test_settings_are_seeded_once_and_then_changed(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """The environment's wishes do not undo what was set in Slack."""
    wished = WorkspaceSettings(kudos_channel="C1", kept_terms=("Goodword",))
    changed = replace(wished, mode=Mode.AUTOMATIC, leads=frozenset({"U1"}), reaction=None)
    with units() as uow:
        assert uow.settings.seed("T1", wished, clock.now())
        uow.settings.save("T1", changed, clock.now())
        uow.commit()
    with units() as uow:
        assert uow.settings.seed("T1", wished, clock.now()) is False
        assert uow.settings.get("T1") == changed
        assert uow.settings.get("T2") is None


def test_a_change_of_people_is_told_and_survives_a_save(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Other processes compare this number with theirs."""
    with units() as uow:
        uow.settings.seed("T1", WorkspaceSettings(), clock.now())
        uow.settings.people_changed("T1")
        uow.settings.save("T1", WorkspaceSettings(kudos_channel="C1"), clock.now())
        found = uow.settings.get("T1")
    assert found is not None
    assert (found.people_epoch, found.kudos_channel) == (1, "C1")


def test_a_source_is_shared_once_and_again_after_it_was_taken_back(
    units: SqlUnitsOfWork,
) -> None:
    """A mistaken share must not block the right one."""
    with units() as uow:
        uow.kudos.add(kudos("a"))
        with pytest.raises(AlreadySharedError):
            uow.kudos.add(kudos("b"))
        found = uow.kudos.of_source("T1", SOURCE)
        assert found is not None
        assert found.id == "a"
        uow.kudos.save(found.deleted())
        assert uow.kudos.of_source("T1", SOURCE) is None
        uow.kudos.add(kudos("b"))
        uow.commit()


def test_credits_move_from_asked_to_named_and_out(units: SqlUnitsOfWork) -> None:
    """In place, one row a person."""
    with units() as uow:
        uow.kudos.add(kudos("a"))
        uow.commit()
    with units() as uow:
        found = uow.kudos.get("T1", "a")
        assert found is not None
        assert found.credits == Credits(("U2",), whole_team=True, asked=("U3",))
        uow.kudos.save(found.agree("U3").unname("U2").unname("U1"))
        uow.commit()
    with units() as uow:
        found = uow.kudos.get("T1", "a")
    assert found is not None
    assert found.credits == Credits(("U3",), whole_team=True)
    assert (found.sharer_named, found.revision) == (False, 3)


def test_an_offer_is_listed_once_and_closed_for_everybody(units: SqlUnitsOfWork) -> None:
    """Asked personally and under a helpdesk's post: still one message."""
    with units() as uow:
        for user in ("U1", "U2", EVERYBODY, "U1"):
            uow.offers.put(Offer("T1", SOURCE, user, OfferState.OPEN, START))
        assert [offer.source for offer in uow.offers.waiting("T1", "U1", 10)] == [SOURCE]
        assert uow.offers.close("T1", SOURCE, "U1")
        assert len(uow.offers.waiting("T1", "U1", 10)) == 1
        assert uow.offers.close("T1", SOURCE)
        assert uow.offers.waiting("T1", "U1", 10) == []
        assert uow.offers.close("T1", SOURCE) is False
