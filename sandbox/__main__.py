"""``python -m sandbox``: start a simulated Slack and print its address."""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path

from sandbox.server import SandboxServer


def main() -> None:
    """Run until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free port")
    parser.add_argument(
        "--root", type=Path, default=Path.cwd(), help="where the app's manifest stands"
    )
    given = parser.parse_args()
    asyncio.run(_serve(given.root, given.port))


async def _serve(root: Path, port: int) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    server = SandboxServer(root, port)
    print(f"{await server.start()}/", flush=True)
    await stopped.wait()
    await server.stop()


if __name__ == "__main__":
    main()
