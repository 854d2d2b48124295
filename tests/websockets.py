"""Whoever opens a socket closes it, which websocket-client does not always do.

It keeps the socket open where the other side said goodbye first (a refresh), and where slack_sdk
cuts a connection that is still being made. The garbage collector then finds it at any later time,
and the warning fails whichever test runs in that moment.
"""

from typing import Any

import websocket


class ClosedApp(websocket.WebSocketApp):
    """One that leaves no socket behind, however its connection ended."""

    def __init__(self, url: str, **listeners: Any) -> None:  # noqa: ANN401 - each has its shape
        self.made: list[websocket.WebSocket] = []
        super().__init__(url, **listeners)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "sock" and isinstance(value, websocket.WebSocket):
            self.made.append(value)
        super().__setattr__(name, value)

    def run_forever(self, **options: Any) -> bool:  # type: ignore[override] # noqa: ANN401 - named by slack_sdk alone
        try:
            return bool(super().run_forever(**options))
        finally:
            for one in self.made:
                one.shutdown()


def leave_none_open() -> None:
    """From now on slack_sdk makes its connections so."""
    websocket.WebSocketApp = ClosedApp
