"""The page's addresses: the bundle, deeds, files, the transcript, the websocket."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from playground.page.asked import Asked, BadDeed
from playground.page.deeds import DEEDS
from playground.page.live import Live
from playground.page.replay import replay
from playground.page.stage import Stage, StageRefused

Json = dict[str, Any]
BUNDLE = Path(__file__).parent.parent / "web" / "dist"
MOST_BYTES = 50_000_000


class PageRoutes:
    """Deeds run in threads: they wait for the bot. A refusal is 409 with `problem` in words."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._index),
                Mount("/assets", StaticFiles(directory=BUNDLE / "assets", check_dir=False)),
                Route("/deed/{name}", self._deed, methods=["POST"]),
                Route("/upload", self._upload, methods=["POST"]),
                Route("/story", self._drop_story, methods=["POST"]),
                Route("/replay", self._replay, methods=["POST"]),
                Route("/files/{file}", self._file),
                Route("/transcript.json", self._transcript),
                WebSocketRoute("/live", self._live),
            ]
        )

    async def _index(self, _: Request) -> Response:
        return FileResponse(BUNDLE / "index.html")

    async def _live(self, socket: WebSocket) -> None:
        await Live(self._stage, socket).serve()

    async def _deed(self, request: Request) -> Response:
        name = str(request.path_params["name"])
        if name not in DEEDS:
            return JSONResponse({"problem": f"There is no deed {name}."}, 404)
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            return JSONResponse({"problem": "The body is no JSON."}, 400)
        if not isinstance(body, dict):
            return JSONResponse({"problem": "The body must be a JSON object."}, 400)
        return await self._answered(lambda: DEEDS[name](Asked(self._stage, body)))

    async def _answered(self, do: Callable[[], Json]) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(do))
        except StageRefused as refusal:
            return JSONResponse({"problem": str(refusal)}, 409)
        except BadDeed as problem:
            return JSONResponse({"problem": str(problem)}, 400)

    async def _upload(self, request: Request) -> Response:
        """A file for a file input: its bytes are the body. Gives the file object."""
        content = await _content(request)
        if content is None:
            return _too_large()
        name = PurePath(request.query_params.get("name", "file")).name
        workspace = self._stage.slack.workspace
        with workspace.pulse.changing("file", name):
            user = request.query_params.get("as", "")
            stored = workspace.files.add(name, content, user=user)
            return JSONResponse(workspace.files.show(stored))

    async def _drop_story(self, request: Request) -> Response:
        """A long CSV that becomes the story; its bytes are the body."""
        content = await _content(request)
        if content is None:
            return _too_large()
        name = PurePath(request.query_params.get("name", "")).name or "dropped.csv"

        def play_it() -> Json:
            with tempfile.TemporaryDirectory(prefix="playground-") as folder:
                path = Path(folder) / name
                path.write_bytes(content)
                self._stage.reset(path)
            return {}

        return await self._answered(play_it)

    async def _replay(self, request: Request) -> Response:
        """A saved transcript; its JSON is the body."""
        content = await _content(request)
        if content is None:
            return _too_large()
        try:
            saved = json.loads(content)
            fits = isinstance(saved, list) and all(
                {"kind", "name", "asked"} <= set(x) for x in saved
            )
        except (ValueError, TypeError):
            fits = False
        if not fits:
            words = "This is no transcript: save one in the inspector, then choose that file."
            return JSONResponse({"problem": words}, 400)
        return await self._answered(lambda: replay(self._stage, saved))

    async def _file(self, request: Request) -> Response:
        """What the bot or a person uploaded, for saving; never shown in the page's own origin."""
        stored = self._stage.slack.workspace.files.find(str(request.path_params["file"]))
        if stored is None:
            return PlainTextResponse("There is no such file.", 404)
        named = f"attachment; filename*=UTF-8''{quote(stored.name)}"
        kind = "application/octet-stream"
        return Response(
            stored.content or b"", headers={"content-disposition": named}, media_type=kind
        )

    async def _transcript(self, _: Request) -> Response:
        body = json.dumps(self._stage.slack.workspace.transcript.as_json(), indent=1)
        named = 'attachment; filename="transcript.json"'
        return Response(body, headers={"content-disposition": named}, media_type="application/json")


async def _content(request: Request) -> bytes | None:
    """The body, or None when it is too large."""
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > MOST_BYTES:
            return None
    return bytes(held)


def _too_large() -> Response:
    words = f"The file is larger than {MOST_BYTES // 1_000_000} MB."
    return JSONResponse({"problem": words}, 413)
