"""Installations of many workspaces: sealed, removed, installed again, erased; on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.installation import ERASED_AFTER, Installation, whole_second
from storage.crypto import Keyring, new_master_key
from storage.key_rotation import rotate_all
from storage.models import Base, InstallationRow, WorkspaceRow
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock
from tests.full_house import TEAM as HOUSE
from tests.full_house import fill

TEAM = "T0FIRST"


def installation(now: datetime, **changes: object) -> Installation:
    made = Installation(
        team=TEAM,
        name="First",
        url="https://first.example/",
        app="A0GOODWORD",
        token="xoxb-first-secret",
        bot="B0FIRST",
        bot_user="U0FIRST",
        scopes=("chat:write", "commands"),
        installed_by="U0ADA",
        installed_at=whole_second(now),
    )
    return replace(made, **changes)


def save(units: SqlUnitsOfWork, made: Installation) -> None:
    with units() as uow:
        uow.installations.save(made)
        uow.commit()


def found(units: SqlUnitsOfWork, team: str = TEAM) -> Installation | None:
    with units() as uow:
        return uow.installations.get(team)


def remove(units: SqlUnitsOfWork, happened: datetime, team: str = TEAM) -> bool:
    with units() as uow:
        is_news = uow.installations.remove(team, happened, units.clock.now())
        uow.commit()
    return is_news


def rows_of(units: SqlUnitsOfWork, team: str) -> dict[str, int]:
    with units.sessions() as session:
        return {
            table.name: count
            for table in Base.metadata.sorted_tables
            if "team_id" in table.columns
            and (
                count := session.scalar(
                    select(func.count()).where(table.columns["team_id"] == team)
                )
            )
        }


def test_an_installation_is_read_back_whole(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """With rotated tokens and without; installed again, the scopes are the new ones."""
    plain = installation(clock.now())
    save(units, plain)
    assert found(units) == plain
    upgraded = replace(plain, scopes=("chat:write", "commands", "im:write"))
    rotated = upgraded.renewed("xoxe.xoxb-1", "xoxe-1", clock.now() + timedelta(hours=12))
    save(units, rotated)
    assert found(units) == rotated
    assert found(units, "T0OTHER") is None


def test_no_token_stands_readable_anywhere(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: sessionmaker[Session]
) -> None:
    """Neither in the database nor where an installation is printed by mistake."""
    made = installation(clock.now(), refresh_token="xoxe-refresh-secret")
    save(units, made)
    with sessions() as session:
        sealed = session.scalars(select(InstallationRow.sealed)).one()
    assert b"secret" not in sealed
    assert "secret" not in repr(made)


def test_tokens_follow_a_new_master_key(
    sessions: sessionmaker[Session], clock: ManualClock
) -> None:
    """`keys rotate` reaches them as it reaches everything sealed."""
    old, new = new_master_key(), new_master_key()
    made = installation(clock.now())
    save(SqlUnitsOfWork(sessions, Keyring(old), clock), made)
    rotate_all(sessions, Keyring(f"{new},{old}"))
    assert found(SqlUnitsOfWork(sessions, Keyring(new), clock)) == made


@pytest.mark.parametrize("times", [1, 2])
def test_a_removed_workspace_loses_its_token_at_once(
    units: SqlUnitsOfWork, clock: ManualClock, times: int
) -> None:
    """app_uninstalled and tokens_revoked both arrive, in either order: the second says nothing."""
    save(units, installation(clock.now()))
    news = [remove(units, clock.now()) for _ in range(times)]
    assert news == [True, False][:times]
    assert found(units) is None
    with units() as uow:
        assert list(uow.installations.teams()) == []
    assert "installations" not in rows_of(units, TEAM)


def test_an_event_of_an_earlier_installation_removes_nothing(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """It was delivered late; the workspace was installed again since."""
    before = clock.now()
    save(units, installation(before))
    clock.advance(5)
    save(units, installation(clock.now()))
    assert not remove(units, before)
    assert found(units) is not None
    assert not remove(units, clock.now(), "T0UNKNOWN")


def test_an_uninstall_in_the_second_of_the_install_is_heard(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Slack's event_time has no fractions: 12:00:00.9 installed, 12:00:00 removed."""
    moment = whole_second(clock.now()) + timedelta(seconds=0.9)
    save(units, installation(clock.now(), installed_at=moment))
    assert remove(units, whole_second(moment))
    assert found(units) is None


def test_installed_again_it_is_served_again_with_its_data_and_its_key(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: sessionmaker[Session]
) -> None:
    """Within the fortnight nothing is lost."""
    fill(units)
    with sessions() as session:
        key = session.get_one(WorkspaceRow, HOUSE).wrapped_key
    before = rows_of(units, HOUSE)
    clock.advance(60)
    assert remove(units, clock.now(), HOUSE)
    clock.advance(86_400)
    save(units, installation(clock.now(), team=HOUSE))
    assert rows_of(units, HOUSE) == before
    with sessions() as session:
        place = session.get_one(WorkspaceRow, HOUSE)
        assert (place.wrapped_key, place.removed_at) == (key, None)


def test_nothing_of_a_removed_workspace_is_due_any_more(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Deliveries, handoff timers, digests, calls, questions: every list that ticks read."""
    fill(units)
    with units() as uow:
        uow.outbox.put(Outgoing(HOUSE, "late", Action.POST, Purpose.NOTICE, "C0LATE", {}))
        uow.commit()
    clock.advance(3_600)

    def due() -> dict[str, int]:
        now = clock.now()
        with units() as uow:
            lists = {
                "outbox": uow.outbox.claim(now, 100),
                "handoffs": uow.handoffs.due(now, 100),
                "digests": uow.digests.due(now, 100),
                "calls": uow.on_call.claim(now, 100),
                "handoff people": uow.handoff_setup.teams(),
                "standing": uow.patterns.teams_standing(),
            }
        return {name: len(found) for name, found in lists.items()}

    before = due()
    assert all(before.values()), before
    remove(units, clock.now(), HOUSE)
    assert set(due().values()) == {0}


def test_a_workspace_is_erased_whole_and_its_neighbour_is_not_touched(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """In batches, so that no statement takes longer than the database allows."""
    fill(units)
    save(units, installation(clock.now()))
    neighbour = rows_of(units, TEAM)
    clock.advance(60)
    remove(units, clock.now(), HOUSE)

    def to_erase() -> list[str]:
        with units() as uow:
            return list(uow.installations.to_erase(clock.now() - ERASED_AFTER, 10))

    clock.advance(ERASED_AFTER.total_seconds() - 1)
    assert to_erase() == []
    clock.advance(2)
    assert to_erase() == [HOUSE]
    steps = 0
    while True:
        with units() as uow:
            count = uow.installations.erase(HOUSE, 3)
            uow.commit()
        assert count <= 3
        if not count:
            break
        steps += 1
    assert steps > len(neighbour)
    assert rows_of(units, HOUSE) == {}
    assert rows_of(units, TEAM) == neighbour


def test_erasing_stops_where_a_workspace_came_back(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Only what is removed is erased."""
    fill(units)
    before = rows_of(units, HOUSE)
    with units() as uow:
        assert uow.installations.erase(HOUSE, 100) == 0
        uow.commit()
    assert rows_of(units, HOUSE) == before


def test_a_token_that_runs_out_is_refreshed_by_one_process(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """A refresh token works once; whoever dies with it loses the lease after minutes."""
    save(
        units,
        installation(
            clock.now(), refresh_token="xoxe-1", expires_at=clock.now() + timedelta(hours=12)
        ),
    )

    def leased() -> list[Installation]:
        with units() as uow:
            rows = list(uow.installations.to_refresh(clock.now(), 10))
            uow.commit()
        return rows

    assert leased() == []
    clock.advance(10.5 * 3_600)
    (mine,) = leased()
    assert leased() == []
    with units() as uow:
        fresh = mine.renewed("xoxb-2", "xoxe-2", clock.now() + timedelta(hours=12))
        assert uow.installations.refreshed(fresh)
        uow.commit()
    assert found(units) == fresh
    assert leased() == []


def test_a_state_is_used_once_and_not_for_ever(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """Used twice, made up, too old: no."""
    with units() as uow:
        for digest in ("one", "two"):
            uow.install_states.keep(digest, clock.now() + timedelta(minutes=10))
        uow.commit()
    with units() as uow:
        assert uow.install_states.consume("one", clock.now())
        assert not uow.install_states.consume("one", clock.now())
        assert not uow.install_states.consume("made up", clock.now())
        uow.commit()
    clock.advance(601)
    with units() as uow:
        assert not uow.install_states.consume("two", clock.now())
        assert uow.install_states.purge(clock.now()) == 1
        uow.commit()
