"""Refusals of looking back, each with the next step."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.refusals import Reason

SENTENCES: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.REPORT_CLOSED: "This report is signed, set aside or too old. Nothing was changed.",
        Reason.NOT_THE_EDITOR: "Somebody else has this draft now. Ask your admin who edits it.",
        Reason.NO_REPORT_DEPUTY: "There is no deputy. Your admin can add one in App Home.",
        Reason.NO_KUDOS_YET: "Nothing has been shared yet. Type /kudos to share the first.",
        Reason.INTRO_TOO_LONG: "That is longer than 2,000 characters. Shorten it, then sign.",
    },
)
