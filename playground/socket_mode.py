"""Socket Mode: up to ten websockets of the bot, envelopes out, acks back in time."""

import asyncio
import itertools
import json
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.delivery import FAILED, TIMEOUT, Acked, Envelope, Outcome, Unanswered

Json = dict[str, Any]
MOST_LINKS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One open websocket; `abort` breaks it without a goodbye."""

    socket: WebSocket
    loop: asyncio.AbstractEventLoop
    abort: Callable[[], None]

    def write(self, frame: Json) -> None:
        """May be called from any thread; a link that broke meanwhile swallows the frame."""
        asyncio.run_coroutine_threadsafe(self.socket.send_text(json.dumps(frame)), self.loop)


class SocketMode:
    """Each payload goes to one link in turn; the first ack of any of its copies counts."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._links: list[Link] = []
        self._turn = itertools.count()
        self._waiting: dict[str, Future[Acked]] = {}
        self.late_acks = 0

    # --- from Slack to the bot -------------------------------------------------------------

    def send(self, envelope: Envelope, *, seconds: float) -> Outcome:
        link = self._next_link()
        if link is None:
            return Unanswered(FAILED)
        answer: Future[Acked] = Future()
        ids = [str(uuid.uuid4()) for _ in range(envelope.copies)]
        with self._condition:
            self._waiting |= dict.fromkeys(ids, answer)
        for envelope_id in ids:
            link.write(_frame(envelope, envelope_id))
        try:
            return answer.result(seconds)
        except TimeoutError:
            return Unanswered(TIMEOUT)
        except CancelledError:
            return Unanswered(FAILED)
        finally:
            with self._condition:
                for envelope_id in ids:
                    self._waiting.pop(envelope_id, None)

    def _next_link(self) -> Link | None:
        with self._condition:
            return self._links[next(self._turn) % len(self._links)] if self._links else None

    def wait_for_link(self, *, seconds: float = 5.0) -> bool:
        """Whether the bot is connected, after at most `seconds`."""
        with self._condition:
            return self._condition.wait_for(lambda: bool(self._links), seconds)

    @property
    def links(self) -> int:
        with self._condition:
            return len(self._links)

    def lose(self) -> None:
        """Breaks all links abruptly, as a network failure does."""
        for link in self._taken():
            link.loop.call_soon_threadsafe(link.abort)

    def end(self) -> None:
        """Breaks all links for good: nobody waits for an ack any longer."""
        with self._condition:
            waiting = list(self._waiting.values())
        for answer in waiting:
            answer.cancel()
        self.lose()

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tells the bot to connect anew; the old links get nothing more."""
        for link in self._taken():
            link.write(_disconnect_frame(reason))

    def _taken(self) -> list[Link]:
        with self._condition:
            links, self._links = self._links, []
        return links

    # --- the websocket itself ----------------------------------------------------------------

    async def serve(self, socket: WebSocket, *, app: str, abort: Callable[[], None]) -> None:
        """Runs one link until either side ends it."""
        await socket.accept()
        link = Link(socket, asyncio.get_running_loop(), abort)
        number = self._enter(link)
        if number is None:
            await socket.send_text(json.dumps(_disconnect_frame("too_many_websockets")))
            await socket.close()
            return
        try:
            await socket.send_text(json.dumps(_hello_frame(app, number)))
            while True:
                self._hear(json.loads(await socket.receive_text()))
        except WebSocketDisconnect:
            return
        finally:
            self._leave(link)

    def _enter(self, link: Link) -> int | None:
        with self._condition:
            if len(self._links) >= MOST_LINKS:
                return None
            self._links.append(link)
            self._condition.notify_all()
            return len(self._links)

    def _leave(self, link: Link) -> None:
        with self._condition:
            if link in self._links:
                self._links.remove(link)

    def _hear(self, frame: Json) -> None:
        with self._condition:
            answer = self._waiting.get(frame.get("envelope_id", ""))
            if answer is None:
                self.late_acks += 1
            elif not answer.done():
                answer.set_result(Acked(frame.get("payload") or None))


def _frame(envelope: Envelope, envelope_id: str) -> Json:
    frame: Json = {
        "envelope_id": envelope_id,
        "payload": envelope.payload,
        "type": envelope.kind,
        "accepts_response_payload": envelope.accepts_answer,
    }
    if envelope.kind == "events_api":
        reason = "timeout" if envelope.retry else ""
        frame |= {"retry_attempt": envelope.retry, "retry_reason": reason}
    return frame


def _hello_frame(app: str, number: int) -> Json:
    return {
        "type": "hello",
        "num_connections": number,
        "debug_info": {
            "host": "applink-local",
            "build_number": 1,
            "approximate_connection_time": 18060,
        },
        "connection_info": {"app_id": app},
    }


def _disconnect_frame(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-local"}}
