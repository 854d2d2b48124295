"""`python -m bot` is `goodword`."""

from bot.start import main

main()
