"""Slack's rate limits, on the simulated clock: the lowest rates that it promises."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from sandbox.clock import SandboxTime

WINDOW_SECONDS = 60.0
PER_MINUTE = {2: 20, 3: 50, 4: 100}
"""Calls a minute of each tier; Slack says \"20+\" and so on (docs.slack.dev, Rate limits)."""
CHANNEL_SECONDS = 1.0
BURST = 3
"""Slack lets \"short bursts\" of more than one post a second pass and gives no figure."""

_SPECIAL = "chat.postMessage"
_TIERS = {
    2: "users.list usergroups.list usergroups.users.list",
    3: (
        "chat.update chat.delete conversations.history conversations.replies conversations.info "
        "conversations.open conversations.list reactions.get chat.getPermalink"
    ),
    4: (
        "views.open views.push views.update views.publish chat.postEphemeral users.info "
        "conversations.members"
    ),
}
TIER_OF = {name: tier for tier, names in _TIERS.items() for name in names.split()}


@dataclass
class RateLimits:
    """Counts calls; ``enforcing`` is off until a test asks for it."""

    time: SandboxTime
    enforcing: bool = False
    _calls: dict[str, deque[float]] = field(default_factory=dict)

    def reset(self) -> None:
        """Forget every call and stop enforcing."""
        self.enforcing = False
        self._calls.clear()

    def wait(self, method: str, channel: str) -> int:
        """Count a call; seconds to wait when it is one too many, else 0."""
        if not self.enforcing:
            return 0
        if method == _SPECIAL:
            return self._too_many(f"{method}:{channel}", BURST, CHANNEL_SECONDS * BURST)
        tier = TIER_OF.get(method)
        return self._too_many(method, PER_MINUTE[tier], WINDOW_SECONDS) if tier else 0

    def _too_many(self, key: str, most: int, window: float) -> int:
        now = self.time.now()
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            return max(1, round(calls[0] + window - now + 0.5))
        calls.append(now)
        return 0
