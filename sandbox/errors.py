"""Refusals: Slack's own error codes, and requests the control API cannot carry out."""

from __future__ import annotations


class SlackError(Exception):
    """A Web API call that Slack would answer with ``{"ok": false, "error": code}``.

    ``messages`` become ``response_metadata.messages``, Slack's explanation of a
    refused argument; ``extra`` is merged into the answer (``needed``, ``provided``).
    """

    def __init__(
        self, code: str, messages: list[str] | None = None, extra: dict[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.extra = extra or {}


class ControlError(Exception):
    """A control request that makes no sense here: no such person, button or view."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
