"""HTTP mode: Slack's requests on one path, signed and bounded before anything is parsed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import anyio.to_thread
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from slack_bolt import BoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.background import BackgroundTask

from bot.runtime import Runtime

BODY_LIMIT = 1 << 20  # bytes; Slack's requests are far smaller
SLACK_THREADS = 8  # more threads answer fewer requests a second: the work holds the GIL


def make_web(runtime: Runtime) -> FastAPI:
    """The application: `/slack/events` for everything that Slack sends, `/healthz` for probes."""
    secret = runtime.settings.signing_secret
    verifier = SignatureVerifier(secret.get_secret_value() if secret else "", SignatureClock())
    limiter: list[anyio.CapacityLimiter] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        limiter.append(anyio.CapacityLimiter(SLACK_THREADS))
        yield

    async def signed_body(request: Request) -> bytes:
        body = await bounded_body(request)
        if not is_signed(verifier, body, dict(request.headers)):
            raise HTTPException(401, "The request is not signed by Slack.")
        return body

    api = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    @api.post("/slack/events")
    async def slack_events(request: Request, body: bytes = Depends(signed_body)) -> Response:
        asked = to_bolt(request, body)
        answer, after = await anyio.to_thread.run_sync(runtime.told, asked, limiter=limiter[0])
        task = BackgroundTask(runtime.workers.start, after) if after is not None else None
        return Response(answer.body, answer.status, headers=answer.first_headers(), background=task)

    @api.get("/healthz")
    def healthz() -> dict[str, str]:
        with runtime.store.read(runtime.workspace) as tx:
            stopped = tx.workspace.get().stopped
        if stopped:
            raise HTTPException(503, f"Slack refuses the token: {stopped}.")
        return {"status": "ok"}

    return api


async def bounded_body(request: Request) -> bytes:
    """The raw body, at most BODY_LIMIT bytes. Raises 413 as soon as it is longer."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_LIMIT:
            raise HTTPException(413, "The request is longer than 1 MiB.")
        chunks.append(chunk)
    return b"".join(chunks)


def is_signed(verifier: SignatureVerifier, body: bytes, headers: dict[str, str]) -> bool:
    try:
        return verifier.is_valid_request(body, headers)
    except ValueError:  # a timestamp that is no number
        return False


def to_bolt(request: Request, body: bytes) -> BoltRequest:
    """Bolt parses in its constructor; what does not parse is the sender's fault: 400."""
    try:
        asked = BoltRequest(
            body=body.decode(), query=request.url.query, headers=dict(request.headers)
        )
    except (ValueError, AttributeError) as error:
        raise HTTPException(400, "The request does not parse.") from error
    if not asked.body:
        raise HTTPException(400, "The request is empty.")
    return asked


def serve(runtime: Runtime) -> None:
    """Run until SIGTERM or SIGINT; uvicorn finishes open requests first. Returns then."""
    import signal

    import uvicorn

    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again after its own end; ours has to come after that.
        signal.signal(number, lambda *_: None)
    uvicorn.run(
        make_web(runtime),
        host=runtime.settings.host,
        port=runtime.settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=15,
    )
