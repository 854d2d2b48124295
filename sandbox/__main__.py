"""``python -m sandbox``: start a simulated Slack and print its address."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from sandbox.server import SandboxServer


def main() -> None:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free port")
    parser.add_argument(
        "--root", type=Path, default=Path.cwd(), help="where the app's manifest stands"
    )
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="stop when whoever started this is gone, however they went",
    )
    parser.add_argument(
        "--leniency",
        type=float,
        default=1.0,
        help="give the app so many times Slack's three seconds, where the machine is busy",
    )
    given = parser.parse_args()
    try:
        server = SandboxServer(given.root, given.port, given.leniency)
    except (OSError, OverflowError):
        raise SystemExit(
            f"Port {given.port} is taken or does not exist. Choose another, or leave --port out."
        ) from None
    asyncio.run(_serve(server, with_parent=given.until_stdin_closes))


async def _serve(server: SandboxServer, *, with_parent: bool) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    if with_parent:
        loop.add_reader(sys.stdin.fileno(), _stop_at_end_of_input, stopped)
    print(f"{await server.start()}/", flush=True)
    await stopped.wait()
    if with_parent:
        loop.remove_reader(sys.stdin.fileno())
    await server.stop()


def _stop_at_end_of_input(stopped: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        stopped.set()


if __name__ == "__main__":
    main()
