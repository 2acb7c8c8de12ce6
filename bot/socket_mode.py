"""Socket Mode: requests come over Slack's websocket, answers go back in the same envelope."""

from time import perf_counter
from urllib.parse import urlsplit

from slack_bolt import BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.runtime import Runtime
from bot.settings import is_loopback

# After an abrupt close Bolt's default of 10 s pings needs 8-9 s to notice; 2 s needs 1.3 s.
PING_SECONDS = 2
CONCURRENCY = 8


class Socket(SocketModeHandler):
    """Bolt's handler with our order of things: answer first, then start what comes after."""

    def __init__(self, runtime: Runtime) -> None:
        token = runtime.settings.app_token
        super().__init__(
            runtime.bolt,
            token.get_secret_value() if token else None,
            web_client=runtime.client,
            ping_interval=PING_SECONDS,
            concurrency=CONCURRENCY,
        )
        self.runtime = runtime
        if is_loopback(urlsplit(runtime.settings.slack_api_url).hostname):
            # The client would tunnel loopback through a proxy variable, whatever NO_PROXY says.
            self.client.proxy = None

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        began = perf_counter()
        asked = BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        response, after = self.runtime.told(asked)
        send_response(client, req, response, began)
        if after is not None:
            self.runtime.workers.start(after)
