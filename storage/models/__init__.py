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
from storage.models.looking_back import (
    DigestItemRow,
    DigestRow,
    DigestSettingsRow,
    DigestWatchRow,
    HiddenKudosRow,
    LookerRow,
    ReportRow,
)
from storage.models.operations import DeadLetterMuteRow, DeadLetterWatchRow
from storage.models.outbox import ChannelPaceRow, OutboxRow
from storage.models.patterns import (
    DecisionRow,
    FrozenWindowRow,
    PatternDisplayRow,
    PatternSettingsRow,
    PatternStandingRow,
    QuarterlyMarkRow,
    QuarterlyRoundRow,
    QuarterlyTallyRow,
)
from storage.models.privacy import PurgeRunRow
from storage.models.sharing import (
    OfferRow,
    PreferencesRow,
    SettingsRow,
    SharedSourceRow,
    SilenceRow,
)
from storage.models.workspace import (
    InstallationRow,
    InstallStateRow,
    KeyCheckRow,
    WorkspaceRow,
)

__all__ = [
    "Base",
    "ChannelPaceRow",
    "DeadLetterMuteRow",
    "DeadLetterWatchRow",
    "DecisionRow",
    "DigestItemRow",
    "DigestRow",
    "DigestSettingsRow",
    "DigestWatchRow",
    "FrozenWindowRow",
    "HandoffEventRow",
    "HandoffOfferRow",
    "HandoffRow",
    "HandoffSetupRow",
    "HiddenKudosRow",
    "InboxRow",
    "InstallStateRow",
    "InstallationRow",
    "KeyCheckRow",
    "KudosCreditRow",
    "KudosRow",
    "LookerRow",
    "OfferRow",
    "OnCallRow",
    "OutboxRow",
    "PatternDisplayRow",
    "PatternSettingsRow",
    "PatternStandingRow",
    "PledgeRow",
    "PreferencesRow",
    "PurgeRunRow",
    "QuarterlyMarkRow",
    "QuarterlyRoundRow",
    "QuarterlyTallyRow",
    "ReceiverRow",
    "RepeatKeyRow",
    "RepeatMarkRow",
    "ReportRow",
    "SettingsRow",
    "SharedSourceRow",
    "SilenceRow",
    "WindowKeyRow",
    "WorkspaceRow",
]
