"""`python -m bot` is `goodword`."""

from bot.cli import main

main()
