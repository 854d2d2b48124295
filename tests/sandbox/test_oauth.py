"""The simulated Slack is as strict about installations as Slack is."""

import urllib.parse
from http.client import HTTPConnection

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox_client import CLIENT_ID, CLIENT_SECRET, SandboxServer

BACK = "http://127.0.0.1:9/slack/oauth_redirect"
SECOND = "T0SECOND"


def allowed(slack: SandboxServer, team: str = SECOND, **changes: str) -> tuple[int, dict[str, str]]:
    """What the browser is told after a person allowed it."""
    asked = {"client_id": CLIENT_ID, "scope": "chat:write", "state": "s", "team": team, **changes}
    where = urllib.parse.urlsplit(slack.url)
    connection = HTTPConnection(where.netloc, timeout=10)
    connection.request("GET", f"/oauth/v2/authorize?{urllib.parse.urlencode(asked)}")
    answer = connection.getresponse()
    answer.read()
    led = urllib.parse.urlsplit(answer.getheader("Location") or "")
    connection.close()
    return answer.status, dict(urllib.parse.parse_qsl(led.query))


def access(slack: SandboxServer, secret: str = CLIENT_SECRET, **given: str) -> dict[str, str]:
    client = WebClient(base_url=slack.api_url)
    data = client.oauth_v2_access(client_id=CLIENT_ID, client_secret=secret, **given).data
    assert isinstance(data, dict)
    return data


def refusal(slack: SandboxServer, **given: str) -> str:
    with pytest.raises(SlackApiError) as refused:
        access(slack, **given)
    return str(refused.value.response["error"])


def test_a_code_becomes_one_token_with_the_scopes_that_were_allowed(slack: SandboxServer) -> None:
    """Once, within ten minutes, for whoever has the app's secret."""
    slack.oauth(redirect_urls=[BACK])
    status, led = allowed(slack)
    assert (status, led["state"]) == (302, "s")
    assert refusal(slack, code=led["code"], secret="wrong") == "bad_client_secret"
    token = access(slack, code=led["code"])["access_token"]
    assert refusal(slack, code=led["code"]) == "code_already_used"
    assert refusal(slack, code="made.up") == "invalid_code"
    client = WebClient(token=token, base_url=slack.api_url)
    assert client.auth_test()["team_id"] == SECOND
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.users_info(user="U0PRIYA")
    _, late = allowed(slack)
    slack.advance(601)
    assert refusal(slack, code=late["code"]) == "invalid_code"


def test_only_registered_scopes_and_addresses_are_allowed(slack: SandboxServer) -> None:
    """As in the app's registration."""
    assert allowed(slack)[0] == 400
    slack.oauth(redirect_urls=[BACK])
    assert allowed(slack, client_id="another")[0] == 400
    assert allowed(slack, redirect_uri="http://127.0.0.1:9/elsewhere")[0] == 400
    assert slack.violations() == []
    assert allowed(slack, scope="files:write")[0] == 400
    assert [one["rule"] for one in slack.violations()] == ["invalid_scope"]
    slack.reset()


def test_a_second_workspace_has_channels_of_its_own(slack: SandboxServer) -> None:
    """The same ids, another team: nothing of one is seen in the other."""
    slack.oauth(redirect_urls=[BACK])
    token = access(slack, code=allowed(slack)[1]["code"])["access_token"]
    posted = WebClient(token=token, base_url=slack.api_url).chat_postMessage(
        channel="C0KUDOS", text="Hello, second."
    )
    assert posted["message"]["team"] == SECOND
    second = slack.in_workspace(SECOND)
    assert [one["text"] for one in second.messages("kudos")] == ["Hello, second."]
    assert slack.messages("kudos") == []


def test_a_refresh_token_works_once_and_a_revoked_one_never(slack: SandboxServer) -> None:
    """Twelve hours each."""
    slack.oauth(redirect_urls=[BACK], rotating=True)
    first = access(slack, code=allowed(slack)[1]["code"])
    renewal = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = access(slack, **renewal)
    assert refusal(slack, **renewal) == "invalid_refresh_token"
    slack.advance(43_201)
    for one in (first, second):
        with pytest.raises(SlackApiError, match="token_expired"):
            WebClient(token=one["access_token"], base_url=slack.api_url).auth_test()
    third = access(slack, grant_type="refresh_token", refresh_token=second["refresh_token"])
    slack.in_workspace(SECOND).uninstall()
    with pytest.raises(SlackApiError, match="token_revoked"):
        WebClient(token=third["access_token"], base_url=slack.api_url).auth_test()
