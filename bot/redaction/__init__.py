"""Takes customers' identities out of messages with Presidio, in killable workers; fails closed."""
