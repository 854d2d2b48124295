"""A simulated Slack on 127.0.0.1, for the demonstration and for the tests.

Nothing in the product imports this package; it talks to the product only over
HTTP and a WebSocket, as Slack does. What is and is not modelled stands in
``sandbox/README.md``.
"""
