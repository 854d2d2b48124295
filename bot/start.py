"""The way into `goodword`: sees to it that everything is imported fast."""

from bot import imports


def main() -> None:
    """Import the commands, then obey."""
    imports.begin()
    from bot.cli import main as obey  # noqa: PLC0415 - what takes long is imported here

    imports.end()
    obey()
