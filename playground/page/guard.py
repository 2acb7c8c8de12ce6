"""Who may come in: this machine, by this page's own address, with its token."""

import hmac
from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY_VIOLATION = 1008
REFUSED = "This page is open only to the address that the playground printed, with its token."
_HEADERS: Mapping[str, str] = {
    "cache-control": "no-cache",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """ASGI middleware. A right token in the address becomes a cookie, so that scripts, styles
    and the websocket carry it too; the cookie's name has the port, since cookies do not."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = f"playground_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif self._may_come_in(scope):
            await self._app(scope, receive, self._with_headers(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await PlainTextResponse(REFUSED, 403, dict(_HEADERS))(scope, receive, send)

    def _may_come_in(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts or origin not in (None, f"http://{host}"):
            return False
        changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if changes and origin is None:
            return False
        return hmac.compare_digest(self._given(scope, headers).encode(), self._token.encode())

    def _given(self, scope: Scope, headers: Headers) -> str:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token")
        if asked:
            return str(asked[0])
        held = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        return str(held.value) if held else ""

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = dict(_HEADERS)
                if b"token=" in scope["query_string"]:
                    kept = f"{self._cookie}={self._token}; HttpOnly; SameSite=Strict; Path=/"
                    added["set-cookie"] = kept
                raw = [(key.encode(), value.encode()) for key, value in added.items()]
                named = {key for key, _ in raw}
                others = [pair for pair in message.get("headers", []) if pair[0] not in named]
                message = {**message, "headers": [*others, *raw]}
            await send(message)

        return send_with_headers
