"""Open TCP connections by client address, so that one can be broken in the middle."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

Address = tuple[str, int]


class Wires:
    """Knows the transport of each connection to the server."""

    def __init__(self) -> None:
        self._held: dict[Address, asyncio.Transport] = {}

    def cut(self, client: Address) -> None:
        """Breaks the connection at once, without an answer."""
        wire = self._held.pop(client, None)
        if wire is not None:
            wire.abort()

    def protocol(self) -> type[H11Protocol]:
        """uvicorn's own HTTP protocol, which notes its transport here."""
        held = self._held

        class Noted(H11Protocol):
            def connection_made(  # type: ignore[override]
                self, transport: asyncio.Transport
            ) -> None:
                super().connection_made(transport)
                if self.client is not None:
                    held[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self.client is not None:
                    held.pop(self.client, None)

        return Noted
