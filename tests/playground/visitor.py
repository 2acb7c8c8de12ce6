"""A page without a browser: it asks over plain HTTP, posts deeds, hears the websocket."""

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from websockets.sync.client import ClientConnection, connect

from playground.page.server import Page
from tests.playground.page_stage import LittleStage

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    page: Page,
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """One request to the page's port; `headers` may lie about the host."""
    line = http.client.HTTPConnection("127.0.0.1", page.port, timeout=10)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        held = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, held, answer.read())
    finally:
        line.close()


def entrance(page: Page) -> dict[str, str]:
    """Headers of a page that was opened by its address."""
    opened = ask(page, f"/?token={page.token}")
    cookie = opened.headers["set-cookie"].partition(";")[0]
    return {"origin": f"http://127.0.0.1:{page.port}", "cookie": cookie}


@contextmanager
def visit(page: Page, stage: LittleStage) -> Iterator["Visitor"]:
    headers = entrance(page)
    live = connect(
        f"ws://127.0.0.1:{page.port}/live",
        origin=headers["origin"],  # type: ignore[arg-type]
        additional_headers={"Cookie": headers["cookie"]},
        proxy=None,
        max_size=None,
    )
    with live as socket:
        yield Visitor(page, stage, socket)


class Visitor:
    """One opened page."""

    def __init__(self, page: Page, stage: LittleStage, socket: ClientConnection) -> None:
        self._page = page
        self._headers = entrance(page)
        self._socket = socket
        self.stage = stage
        self.whole = self._told()

    def _told(self) -> Json:
        news: Json = json.loads(self._socket.recv(timeout=5))
        return news

    def hears(self, look: Callable[[Json], Any]) -> Json:
        """The first news of which `look` is true."""
        while not look(news := self._told()):
            continue
        return news

    def gets(self, path: str) -> Answer:
        return ask(self._page, path, headers=self._headers)

    def posts(self, path: str, body: bytes, **query: str) -> Answer:
        asked = f"{path}?{urlencode(query)}" if query else path
        return ask(self._page, asked, method="POST", headers=self._headers, body=body)

    def does(self, deed: str, *, by: str = "ana", status: int = 200, **body: Any) -> Json:
        """A deed of this person, answered with `status`."""
        user = self.stage.slack.workspace.find_user(by)
        assert user is not None
        answer = self.posts(f"/deed/{deed}", json.dumps({"as": user.id, **body}).encode())
        assert answer.status == status, answer.text
        held: Json = answer.json()
        return held

    def place(self, name: str) -> str:
        channel = self.stage.slack.workspace.find_channel(name)
        assert channel is not None
        return channel.id
