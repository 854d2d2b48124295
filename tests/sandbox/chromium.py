"""A headless Chromium, driven over its DevTools protocol."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
    # A mouse that can hover, as on a desk; headless Chromium has none.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
)
PATIENCE_SECONDS = 60.0
"""How long a page may take on a busy machine; what it waits for is there in a moment otherwise."""
TROUBLE = ("Runtime.exceptionThrown", "Log.entryAdded")


def program() -> str | None:
    """Return the path of a Chromium on this machine, if there is one."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Line:
    """A connection to a browser or to one of its pages; ``troubles`` collects what went wrong."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=PATIENCE_SECONDS)
        self._count = 0
        self.troubles: list[Any] = []

    def command(self, method: str, **params: object) -> Any:  # noqa: ANN401 (the protocol's JSON)
        """Send one DevTools command and return its result."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.recv())
            if said.get("method") in TROUBLE:
                self.troubles.append(said["params"])
            if said.get("id") == self._count:
                assert "error" not in said, said
                return said["result"]

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()


class Tab(Line):
    """One page; ``troubles`` collects exceptions and console errors.

    window: opens another window of the same profile and returns its address.
    """

    def __init__(self, address: str, window: Callable[[], str] | None = None) -> None:
        super().__init__(address)
        self._window = window
        self._others: list[Tab] = []
        for domain in ("Page", "Runtime", "Log"):
            self.command(f"{domain}.enable")

    def open(self, url: str) -> None:
        """Go to an address."""
        self.command("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def run(self, script: str) -> Any:  # noqa: ANN401 (whatever the page returns)
        """Run JavaScript in the page and return its value."""
        answer = self.command(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript expression is true."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.run(f"Boolean({condition})"):
                return
            time.sleep(0.05)
        raise AssertionError(f"the page never came to: {condition}")

    def wait_for(self, selector: str) -> None:
        """Wait until an element is there."""
        self.wait(f"document.querySelector({json.dumps(selector)})")

    def wait_for_text(self, text: str) -> None:
        """Wait until the page shows a text."""
        self.wait(f"document.body.innerText.includes({json.dumps(text)})")

    def click(self, selector: str) -> None:
        """Click an element."""
        self.wait_for(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def move(self, place: dict[str, float]) -> None:
        """Move the mouse."""
        self.command("Input.dispatchMouseEvent", type="mouseMoved", **place)

    def press_there(self, place: dict[str, float]) -> None:
        """Move the mouse and press, as a hand does; what is covered is not reached."""
        self.move(place)
        for kind in ("mousePressed", "mouseReleased"):
            self.command(
                "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place
            )

    def another(self) -> Tab:
        """Open a second window of the same profile."""
        assert self._window is not None
        self._others.append(Tab(self._window(), self._window))
        return self._others[-1]

    def type(self, selector: str, text: str) -> None:
        """Put the keyboard into an element and type."""
        self.wait_for(selector)
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.command("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press one key, such as Enter, Tab or Escape."""
        codes = {"Enter": 13, "Tab": 9, "Escape": 27, " ": 32, "ArrowUp": 38, "ArrowDown": 40}
        more = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
        text = {"Enter": "\r", " ": " "}.get(key, "")
        self.command("Input.dispatchKeyEvent", type="keyDown", text=text, **more)
        self.command("Input.dispatchKeyEvent", type="keyUp", **more)

    def size(self, width: int, height: int) -> None:
        """Change the window's size in CSS pixels."""
        self.command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )

    def screenshot(self, path: Path) -> None:
        """Save what the page looks like."""
        path.write_bytes(base64.b64decode(self.command("Page.captureScreenshot")["data"]))

    def close(self) -> None:
        """Let go of the page, and of the windows opened from it."""
        for tab in self._others:
            tab.close()
        super().close()


class Browser:
    """A running Chromium; a page finds nothing of the one before it."""

    def __init__(self, address: str) -> None:
        self._base = address.rpartition("/devtools/")[0]
        self._line = Line(address)

    @contextmanager
    def page(self) -> Iterator[Tab]:
        """Yield a page; it, its windows and what they kept are gone afterwards."""
        made: list[str] = []

        def opened(*, window: bool) -> str:
            found = self._line.command("Target.createTarget", url="about:blank", newWindow=window)
            made.append(found["targetId"])
            return f"{self._base}/devtools/page/{made[-1]}"

        # A tab of the window there is: each window of its own takes half a second of processor.
        tab = Tab(opened(window=False), lambda: opened(window=True))
        try:
            yield tab
        finally:
            tab.command("Network.clearBrowserCookies")
            tab.command("Storage.clearDataForOrigin", origin="*", storageTypes="all")
            tab.close()
            for one in made:
                self._line.command("Target.closeTarget", targetId=one)

    def close(self) -> None:
        """Let go of the browser."""
        self._line.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser: a second of processor, so tests share one."""
    found = program()
    assert found is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [found, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        quiet = subprocess.DEVNULL
        # What it leaves behind goes with the profile.
        env = {**os.environ, "TMPDIR": profile}
        with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=env) as process:
            try:
                browser = Browser(_address(Path(profile) / "DevToolsActivePort"))
                try:
                    yield browser
                finally:
                    browser.close()
            finally:
                process.terminate()


def _address(port_file: Path) -> str:
    """Where the browser itself is spoken to: it writes its port and its path into a file."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (port_file.exists() and len(port_file.read_text().split()) == 2):
        assert time.monotonic() < deadline, "the browser did not start"
        time.sleep(0.05)
    port, path = port_file.read_text().split()
    return f"ws://127.0.0.1:{port}{path}"
