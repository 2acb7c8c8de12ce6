"""Socket Mode: requests come over Slack's websocket, answers go back in the same envelope."""

from contextlib import suppress
from socket import SHUT_RDWR
from time import perf_counter
from urllib.parse import urlsplit

from slack_bolt import BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.runtime import Runtime
from bot.settings import is_loopback

# A line that broke is noticed by the second ping that finds nobody: after 2 to 4 seconds.
PING_SECONDS = 2
CONCURRENCY = 8


def connect(runtime: Runtime) -> None:
    """Open the connection; returns when Slack said hello. `runtime.stop` closes it."""
    socket = Socket(runtime)
    socket.connect()  # type: ignore[no-untyped-call]
    runtime.closes(socket.close)


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
        self.client.current_app_monitor = IntervalRunner(self.watch, PING_SECONDS)
        self.client.connect = self.open_line  # type: ignore[method-assign]
        if is_loopback(urlsplit(runtime.settings.slack_api_url).hostname):
            # The client would tunnel loopback through a proxy variable, whatever NO_PROXY says.
            self.client.proxy = None

    def open_line(self) -> None:
        """The SDK's own `connect`, for a line that is cut before it is closed: its reader holds a
        lock while it waits for bytes, and for these 3 seconds nobody would read the next line."""
        SocketModeClient.connect(self.client)
        line = self.client.current_session
        if line is None:
            return
        close = line.close

        def cut() -> None:
            with suppress(OSError):
                if line.sock is not None:
                    line.sock.shutdown(SHUT_RDWR)
            close()

        line.close = cut  # type: ignore[method-assign]

    def watch(self) -> None:
        """The SDK's own look at the line, which reconnects only after five pings that could not be
        sent; one is enough, and until then its reader turns without a rest."""
        self.client._monitor_current_session()  # type: ignore[no-untyped-call]
        session = self.client.current_session
        if session is not None and session.consecutive_check_state_error_count:
            session.disconnect()
            self.client._monitor_current_session()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """The SDK's own, once its reader has ended: a reader that begins a round just then would
        clear the word to end and turn for ever, with `close` waiting for it."""
        reader = self.client.current_session_runner
        self.client.auto_reconnect_enabled = False
        reader.event.set()
        self.client.disconnect()
        while reader.is_alive():
            self.client.current_session_state.terminated = True
            reader.thread.join(0.2)
        super().close()  # type: ignore[no-untyped-call]

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        began = perf_counter()
        asked = BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        response, after = self.runtime.told(asked)
        send_response(client, req, response, began)
        if after is not None:
            self.runtime.workers.start(after)
