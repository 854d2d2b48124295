"""The control API: what people do, what the network does, and what can be seen."""
