"""Use cases: each a frozen dataclass of ports, one commit a command."""
