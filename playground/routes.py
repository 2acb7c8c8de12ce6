"""The local Slack's addresses: Web API, websocket, response URLs, files."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from playground.answers import answer_by_url
from playground.api import call_method, read_arguments, read_object
from playground.control import (
    DroppedAfter,
    DroppedBefore,
    Fault,
    InternalErrorAfter,
    RateLimited,
    Refused,
    ServerError,
    Slow,
)
from playground.methods.call import Refusal
from playground.socket_mode import SocketMode
from playground.transcript import Kind
from playground.wire import Wires
from playground.workspace import APP, Workspace

Json = dict[str, Any]
Run = Callable[[], Response]
INTERNAL_ERROR = {"ok": False, "error": "internal_error"}


class Routes:
    """Answers run on the server's loop: they take microseconds and never wait for the bot."""

    def __init__(self, workspace: Workspace, *, socket_mode: SocketMode, wires: Wires) -> None:
        self._workspace = workspace
        self._socket_mode = socket_mode
        self._wires = wires

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/{method}", self._api, methods=["GET", "POST"]),
                Route("/response/{key}", self._response_url, methods=["POST"]),
                Route("/upload/{file}", self._upload, methods=["POST"]),
                Route("/files/{file}", self._download, methods=["GET"]),
                WebSocketRoute("/link", self._link),
            ]
        )

    async def _link(self, socket: WebSocket) -> None:
        client = socket.client
        address = (client.host, client.port) if client else ("", 0)
        await self._socket_mode.serve(socket, app=APP, abort=lambda: self._wires.cut(address))

    # --- Web API ---------------------------------------------------------------------------

    async def _api(self, request: Request) -> Response:
        name = str(request.path_params["method"])
        body = await request.body()
        try:
            args = read_arguments(
                body,
                content_type=request.headers.get("content-type", ""),
                query=request.url.query,
            )
        except Refusal as refusal:
            return JSONResponse(refusal.body)
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"})
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        token = token or str(args.get("token", ""))

        def run() -> Response:
            answer = call_method(self._workspace, name, args, token=token)
            return JSONResponse(answer, headers=self._scopes())

        fault = self._workspace.faults.take(name, args.get("channel")) or self._limit(name, args)
        return await self._told(request, Kind.API, name, asked=args, run=run, fault=fault)

    def _limit(self, name: str, args: Json) -> RateLimited | None:
        """Slack's own refusal of one post too many, where the workspace counts."""
        limits = self._workspace.limits
        if limits is None or name != "chat.postMessage":
            return None
        wait = limits.take(str(args.get("channel")), self._workspace.clock.now())
        return RateLimited(wait) if wait else None

    def _scopes(self) -> dict[str, str]:
        listed = ",".join(sorted(self._workspace.scopes))
        return {"x-oauth-scopes": listed, "x-slack-req-id": "local"}

    async def _response_url(self, request: Request) -> Response:
        key = str(request.path_params["key"])
        try:
            body = read_object(await request.body())
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"}, 400)

        def run() -> Response:
            status, answer = answer_by_url(self._workspace, key, body)
            if isinstance(answer, str):
                return PlainTextResponse(answer, status)
            return JSONResponse(answer, status)

        fault = self._workspace.faults.take("response_url", None)
        name = "response_url"
        return await self._told(request, Kind.RESPONSE_URL, name, asked=body, run=run, fault=fault)

    async def _told(
        self,
        request: Request,
        kind: Kind,
        name: str,
        *,
        asked: Json,
        run: Run,
        fault: Fault | None,
    ) -> Response:
        """Runs the request through its fault, if any, and writes both into the transcript."""
        at, began = self._workspace.clock.now(), time.monotonic()
        response = await self._answered(request, run, fault)
        ms = (time.monotonic() - began) * 1000
        shown = bytes(response.body).decode()
        answered = json.loads(shown) if shown.startswith("{") else shown
        if fault is not None:
            answered = {"fault": str(fault), "answer": answered}
        self._workspace.record(kind, name, at=at, asked=asked, answered=answered, ms=ms)
        return response

    async def _answered(self, request: Request, run: Run, fault: Fault | None) -> Response:
        match fault:
            case RateLimited(retry_after):
                headers = {"Retry-After": str(retry_after)}
                return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)
            case ServerError(status):
                return PlainTextResponse("service unavailable", status)
            case Refused(error):
                return JSONResponse({"ok": False, "error": error})
            case DroppedBefore():
                return self._cut(request)
            case _:
                return await self._counted(request, run, fault)

    async def _counted(
        self,
        request: Request,
        run: Run,
        fault: Slow | InternalErrorAfter | DroppedAfter | None,
    ) -> Response:
        """The request counts, whatever becomes of its answer."""
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        response = run()
        match fault:
            case InternalErrorAfter():
                return JSONResponse(INTERNAL_ERROR)
            case DroppedAfter():
                return self._cut(request)
            case _:
                return response

    def _cut(self, request: Request) -> Response:
        """The response goes nowhere: its connection is gone."""
        if request.client is not None:
            self._wires.cut((request.client.host, request.client.port))
        return PlainTextResponse("")

    # --- files -----------------------------------------------------------------------------

    async def _upload(self, request: Request) -> Response:
        files = self._workspace.files
        content = await request.body()
        with self._workspace.pulse.changing("file", "upload"):
            stored = files.find(str(request.path_params["file"]))
            if stored is None:
                return PlainTextResponse("no such upload", 404)
            files.put(replace(stored, content=content))
        return PlainTextResponse(f"OK - {len(content)}")

    async def _download(self, request: Request) -> Response:
        """Without the bot's token or scope Slack answers with its sign-in page."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        stored = self._workspace.files.find(str(request.path_params["file"]))
        if stored is None:
            return PlainTextResponse("not found", 404)
        if token != self._workspace.bot_token or "files:read" not in self._workspace.scopes:
            return HTMLResponse("<!DOCTYPE html><title>Sign in</title>")
        return Response(stored.content or b"", media_type="application/octet-stream")
