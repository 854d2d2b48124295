"""Every setting has its place: a form in App Home that shows and reads it, or the environment.

Each is given another value, the form that shows it is filled in as Slack would fill it, and read
as when somebody saves it. A new field without a value here, or without a place, fails.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.app_start import workspace_settings
from bot.domain import data_dictionary as dictionary
from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff import Ground
from bot.domain.handoff_settings import HandoffSettings, OnCall, Waits
from bot.domain.lead_views import PatternSettings
from bot.domain.preferences import Preferences
from bot.domain.receivers import Receiver
from bot.domain.retention import Keep
from bot.domain.unasked import Unasked
from bot.domain.working_time import WorkingHours
from bot.domain.workspace import Mode, WorkspaceSettings
from bot.ports_sharing import UserGroup
from bot.services.workspace import SettingsForm
from bot.settings import Settings
from bot.views import (
    archive,
    dead_letters,
    digest_settings,
    handoff_home,
    handoff_setup,
    home,
    patterns,
    unasked,
    workspace,
)
from handlers import payloads, payloads_handoff_setup, payloads_looking_back
from handlers.patterns import settings_of
from handlers.payloads_workspace import settings_form
from sandbox.blocks.values import initial_values, state_of, with_ids
from tests.fakes import START
from tests.unit.test_reference import rows

Form = dict[str, Any]
HOURS = WorkingHours("Europe/Lisbon", frozenset({0, 6}), time(7), time(15))
NINE = [timedelta(minutes=number) for number in range(1, 9)]


def filled(form: Form) -> Mapping[str, Any]:
    """The payload of a form that is saved as it stands."""
    values = initial_values(with_ids(form["blocks"]))
    return {"view": {**form, "state": state_of(values)}}


def differing(kind: object, changed: Mapping[str, object]) -> list[str]:
    """Fields of a dataclass that have no other value here."""
    return [one.name for one in fields(kind) if one.name not in changed]  # type: ignore[arg-type] # dataclasses


SHARING: dict[str, object] = {
    "kudos_channel": "C0NEW",
    "support_group": "S0A",
    "leads": frozenset({"U0A"}),
    "kept_terms": ("Pocket Ledger",),
    "intake_channels": ("C0IN",),
    "mode": Mode.AUTOMATIC,
    "reaction": "tada",
    "leads_group": "S0B",
    "admins": frozenset({"U0B"}),
    "admins_group": "S0A",
    "time_zone": "Europe/Lisbon",
}
NOT_CHOSEN = {
    "hidden_terms": "typed under *Words to hide always*, kept and shown as a number only",
    "people_epoch": "counts changes of the roster",
}


@pytest.mark.parametrize("name", SHARING)
def test_each_setting_of_sharing_is_shown_and_saved(name: str) -> None:
    """*Settings*."""
    groups = [UserGroup(f"S0{letter}", letter.lower(), letter) for letter in "AB"]
    wished = replace(WorkspaceSettings(), **{name: SHARING[name]})  # type: ignore[arg-type] # fields by name
    read: SettingsForm = settings_form(filled(workspace.modal(wished, groups)))
    shown = getattr(read, name)
    expected = ", ".join(wished.kept_terms) if name == "kept_terms" else SHARING[name]
    assert (frozenset(shown) if isinstance(expected, frozenset) else shown) == expected


def test_no_setting_of_sharing_is_without_its_place() -> None:
    """A new one is either chosen in the form or says why it is not."""
    assert differing(WorkspaceSettings(), SHARING) == sorted(NOT_CHOSEN)
    typed = {block.get("block_id") for block in workspace.modal(WorkspaceSettings(), [])["blocks"]}
    assert workspace.HIDE in typed


HANDOFFS: dict[str, object] = {
    "enabled": True,
    "leads": ("U0A", "U0B"),
    "backup": "U0C",
    "deputies": (("U0L", "U0D"),),
    "hours": HOURS,
    "waits": Waits(*NINE),
    "weekly_cap": 7,
    "safety_contact": "112",
    "aftercare_minutes": 20,
    "aftercare_person": "U0E",
    "on_call": OnCall("https://tool.example/hook", "a secret of sixteen"),
}
ON_TIMES = {"waits", "on_call"}


@pytest.mark.parametrize("name", [one.name for one in fields(HandoffSettings)])
def test_each_setting_of_handoffs_is_shown_and_saved(name: str) -> None:
    """*Handoff settings*, *Times and on-call*. A secret is kept, never shown."""
    before = HandoffSettings(leads=("U0L",))
    wished = replace(before, **{name: HANDOFFS[name]})  # type: ignore[arg-type] # fields by name
    if name in ON_TIMES:
        kept = replace(before, on_call=wished.on_call)
        read = payloads_handoff_setup.times(filled(handoff_setup.times(wished)), kept)
    else:
        read = payloads_handoff_setup.settings(filled(handoff_setup.settings(wished)), before)
    assert getattr(read, name) == HANDOFFS[name]


LOOKING_BACK: dict[str, object] = {
    "weekly": False,
    "weekday": 1,
    "at": time(9, 30),
    "channel": "C0BACK",
    "length": 7,
    "editor": "U0A",
    "deputy": "U0B",
}


@pytest.mark.parametrize("name", [one.name for one in fields(DigestSettings)])
def test_each_setting_of_looking_back_is_shown_and_saved(name: str) -> None:
    """*Digest and report*."""
    wished = replace(DigestSettings(), **{name: LOOKING_BACK[name]})  # type: ignore[arg-type] # fields by name
    form = digest_settings.modal(wished, "UTC")
    assert payloads_looking_back.digest_settings(filled(form)) == wished


PATTERNS: dict[str, object] = {
    "leads_channel": "C0LEADS",
    "sibling_groups": ("S0A", "S0B"),
    "questions": False,
}


@pytest.mark.parametrize("name", [one.name for one in fields(PatternSettings)])
def test_each_setting_of_patterns_is_shown_and_saved(name: str) -> None:
    """*Patterns settings*."""
    wished = replace(PatternSettings(), **{name: PATTERNS[name]})  # type: ignore[arg-type] # fields by name
    assert settings_of(filled(patterns.settings(wished))) == wished


RECEIVING: dict[str, object] = {
    "hours": HOURS,
    "weekly_cap": 2,
    "opted_out": frozenset({Ground.THREAT}),
}
BY_BUTTON = {
    "opted_in": handoff_home.ACTION_OPT_IN,
    "muted_until": handoff_home.ACTION_PAUSE,
}
NOTED = {"team", "user", "is_active", "last_asked_at", "taken_this_week"}
"""Whose it is, and what is counted."""


@pytest.mark.parametrize("name", RECEIVING)
def test_each_limit_of_a_receiver_is_shown_and_saved(name: str) -> None:
    """*Hours and limits*."""
    wished = replace(Receiver("T1", "U1"), **{name: RECEIVING[name]})  # type: ignore[arg-type] # fields by name
    form = filled(handoff_setup.preferences(wished))
    read = payloads_handoff_setup.preferences(form, "Europe/Lisbon")
    assert getattr(read, name) == RECEIVING[name]


def test_nothing_of_a_receiver_is_without_its_place() -> None:
    """In the form, behind a button, or no wish at all."""
    placed = {**RECEIVING, **BY_BUTTON, **dict.fromkeys(NOTED)}
    assert differing(Receiver("T1", "U1"), placed) == []


def test_what_one_sets_for_oneself_stands_in_home() -> None:
    """Ticks, and every kind of message that comes by itself."""
    assert [one.name for one in fields(Preferences)] == ["ask_first"]
    [_, ticks] = home.personal(Preferences(ask_first=True))
    chosen = ticks["elements"][0]["initial_options"]
    body = {"actions": [{"selected_options": chosen}]}
    assert payloads.preferences(body) == Preferences(ask_first=True)
    form = unasked.modal(unasked.Wishes(tuple(Unasked), {}, START, "UTC"))
    asked = {block.get("block_id") for block in form["blocks"]}
    assert [kind for kind in Unasked if kind.value not in asked] == []


FIRST = {
    "goodword_kudos_channel": "C0NEW",
    "goodword_intake_channels": frozenset({"C0IN"}),
    "goodword_support_group": "S0A",
    "goodword_leads": frozenset({"U0A"}),
    "goodword_admins": frozenset({"U0A"}),
    "goodword_kept_terms": ("Acme",),
}
"""What the environment may say first, and Slack from then on."""


def test_what_stands_in_the_environment_alone_is_told_so() -> None:
    """Those marked *first* seed a setting of App Home; each of the others is of the machine."""
    marked = {name.lower() for name, row in rows().items() if "*first*" in row}
    assert marked == set(FIRST)
    plain = workspace_settings(Settings(_env_file=None))
    for name, value in FIRST.items():
        assert workspace_settings(Settings(_env_file=None, **{name: value})) != plain, name


WISHED = {
    "workspace_settings": workspace.CALLBACK,
    "handoff_setups": handoff_setup.CALLBACK_SETTINGS,
    "pledges": handoff_setup.CALLBACK_PLEDGE,
    "pattern_settings": patterns.CALLBACK_SETTINGS,
    "digest_settings": digest_settings.CALLBACK,
    "receivers": handoff_setup.CALLBACK_PREFERENCES,
    "preferences": home.ACTION_PREFERENCES,
    "silences": unasked.CALLBACK,
    "lookers": archive.ACTION_HOME_COPY,
    "dead_letter_mutes": dead_letters.ACTION_MUTE,
}
"""Each table of wishes → what is pressed or saved in App Home."""
OF_A_JOB = {"digest_watch", "purge_runs", "dead_letter_watch"}
"""What a job has done, kept as long as settings are."""


def test_every_table_of_settings_is_filled_from_app_home() -> None:
    """A feature that brings a table of its own brings the way to it."""
    kept = {table.name for table in dictionary.TABLES if table.keep is Keep.SETTINGS}
    assert kept == set(WISHED) | OF_A_JOB
