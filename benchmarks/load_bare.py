"""The least that a Slack bot can do with an event: a bare Bolt app that stores one row, then acks.

usage: python -m benchmarks.load_bare PORT DATABASE_URL
"""

import sys
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import text
from waitress import serve

from bot.slack_line import EVENTS_PATH, HTTP_THREADS
from sandbox.request_urls import SIGNING_SECRET
from storage.session import make_engine

TABLE = "CREATE TABLE IF NOT EXISTS bare (event_id text PRIMARY KEY)"
STORE = text("INSERT INTO bare VALUES (:event_id) ON CONFLICT DO NOTHING")


def main(port: int, database: str) -> None:
    """Serve until killed, under the same server with as many threads."""
    engine = make_engine(database)
    app = App(
        signing_secret=SIGNING_SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T", bot_token="xoxb-bare"),  # noqa: S106 - nobody's
        process_before_response=True,
    )

    @app.event("message")
    def store(body: dict[str, Any]) -> None:
        with engine.begin() as connection:
            connection.execute(STORE, {"event_id": body["event_id"]})

    handler = SlackRequestHandler(app, EVENTS_PATH)
    serve(handler, host="127.0.0.1", port=port, threads=HTTP_THREADS, ident=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
