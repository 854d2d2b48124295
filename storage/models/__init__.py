"""The tables. Every row of a workspace carries its id, so that a workspace can be erased whole."""

from storage.models.base import Base
from storage.models.handoff import (
    HandoffEventRow,
    HandoffOfferRow,
    HandoffRow,
    HandoffSetupRow,
    OnCallRow,
    PledgeRow,
    ReceiverRow,
    RepeatKeyRow,
    RepeatMarkRow,
    WindowKeyRow,
)
from storage.models.inbox import InboxRow
from storage.models.kudos import KudosCreditRow, KudosRow
from storage.models.outbox import ChannelPaceRow, OutboxRow
from storage.models.sharing import OfferRow, PreferencesRow, SettingsRow, SharedSourceRow
from storage.models.workspace import KeyCheckRow, WorkspaceRow

__all__ = [
    "Base",
    "ChannelPaceRow",
    "HandoffEventRow",
    "HandoffOfferRow",
    "HandoffRow",
    "HandoffSetupRow",
    "InboxRow",
    "KeyCheckRow",
    "KudosCreditRow",
    "KudosRow",
    "OfferRow",
    "OnCallRow",
    "OutboxRow",
    "PledgeRow",
    "PreferencesRow",
    "ReceiverRow",
    "RepeatKeyRow",
    "RepeatMarkRow",
    "SettingsRow",
    "SharedSourceRow",
    "WindowKeyRow",
    "WorkspaceRow",
]
