"""The page's own server: a port of 127.0.0.1, a token in its address, a background thread."""

import secrets
import socket
import threading
from types import TracebackType

import uvicorn

from playground.page.guard import Guard
from playground.page.routes import PageRoutes
from playground.page.stage import Stage

HOST = "127.0.0.1"
STOP_SECONDS = 10.0


class Page:
    """Shows one stage. `url` holds the token; the port is a free one unless it is given."""

    def __init__(self, stage: Stage, *, port: int = 0) -> None:
        self._listening = socket.create_server((HOST, port))
        self.port: int = self._listening.getsockname()[1]
        self.token = secrets.token_urlsafe(24)
        app = Guard(PageRoutes(stage).app(), token=self.token, port=self.port)
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listening],), name="page", daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/?token={self.token}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        self._listening.close()

    def __enter__(self) -> "Page":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
