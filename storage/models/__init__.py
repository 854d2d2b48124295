"""The tables. Every row of a workspace carries its id, so that a workspace can be erased whole."""

from storage.models.base import Base
from storage.models.kudos import KudosCreditRow, KudosRow
from storage.models.outbox import ChannelPaceRow, OutboxRow
from storage.models.workspace import KeyCheckRow, WorkspaceRow

__all__ = [
    "Base",
    "ChannelPaceRow",
    "KeyCheckRow",
    "KudosCreditRow",
    "KudosRow",
    "OutboxRow",
    "WorkspaceRow",
]
