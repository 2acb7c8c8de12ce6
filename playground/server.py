"""A Slack on this machine: its server in a background thread, and the people in it."""

import socket
import threading
from types import TracebackType
from typing import Any

import uvicorn

from playground.delivery import Delivery
from playground.interactions import Interactions
from playground.payloads import event
from playground.person import Person
from playground.routes import Routes
from playground.socket_mode import SocketMode
from playground.wire import Wires
from playground.workspace import Workspace

HOST = "127.0.0.1"
START_SECONDS = 10.0


class LocalSlack:
    """Starts on a free port of 127.0.0.1; `delivery` may be switched to HTTP at any time.

    Used as a context manager, or by `start` and `stop`.
    """

    def __init__(self, workspace: Workspace | None = None) -> None:
        self.workspace = workspace or Workspace()
        self.socket_mode = SocketMode()
        self.delivery: Delivery = self.socket_mode
        self.interactions = Interactions(self.workspace, lambda: self.delivery)
        self._wires = Wires()
        self._people: dict[str, Person] = {}
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.url = ""

    def start(self) -> None:
        """Returns when the port is open."""
        routes = Routes(self.workspace, socket_mode=self.socket_mode, wires=self._wires)
        listening = socket.create_server((HOST, 0))
        self.url = f"http://{HOST}:{listening.getsockname()[1]}"
        self.workspace.files.server = self.url
        config = uvicorn.Config(
            routes.app(),
            http=self._wires.protocol(),
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            proxy_headers=False,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="local-slack", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Breaks open links, then ends the server's thread."""
        self.socket_mode.end()
        self.interactions.close()
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(START_SECONDS)

    def __enter__(self) -> "LocalSlack":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        """The `base_url` of a Slack client."""
        return f"{self.url}/api/"

    def person(self, name: str, *, channel: str | None = None, **about: Any) -> Person:
        """Creates or gets a person; `about` are fields of `User` (tz, is_admin …).

        She goes to `channel` (a newcomer to #general, unless said otherwise); one that does not
        exist becomes a public channel with the bot in it.
        """
        user = self.workspace.find_user(name)
        if user is None:
            user = self.workspace.add_user(name, **about)
        elif about:
            user = self.workspace.change_user(user, **about)
        if user.id not in self._people:
            channel = channel or "#general"
            self._people[user.id] = Person(self.workspace, self.interactions, user=user)
        if channel is not None:
            self._people[user.id].goes(channel)
        return self._people[user.id]

    def emits(self, inner: dict[str, Any]) -> None:
        """Any event of the Events API (`app_uninstalled`, `tokens_revoked` …) to the bot."""
        self.interactions.event(event(self.workspace, inner))
