"""The page's websocket: everything at first, then each change as it happens."""

import asyncio
import queue
import threading
from collections import defaultdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.page.shown import Told
from playground.page.stage import Stage
from playground.pulse import Change, Pulse

Json = dict[str, Any]
TOGETHER = 0.03  # seconds in which changes are gathered into one push
_END = Change(-1, "end", "")


class Ear:
    """Hears the changes of one pulse until it is closed; `rings` is set after each."""

    def __init__(self, pulse: Pulse, rings: asyncio.Event) -> None:
        self._pulse = pulse
        self._rings = rings
        self._loop = asyncio.get_running_loop()
        self._heard: queue.SimpleQueue[Change] = queue.SimpleQueue()
        self._observer = pulse.observe()
        self._thread = threading.Thread(target=self._listen, name="page-ear", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while (change := self._observer.get()) is not _END:
            self._heard.put(change)
            try:
                self._loop.call_soon_threadsafe(self._rings.set)
            except RuntimeError:
                return  # the page's server has ended

    def heard(self) -> dict[str, set[str]]:
        """Kind -> subjects of all changes since the last call."""
        kinds: dict[str, set[str]] = defaultdict(set)
        while not self._heard.empty():
            change = self._heard.get()
            kinds[change.kind].add(change.subject)
        return kinds

    def close(self) -> None:
        self._pulse.forget(self._observer)
        self._observer.put(_END)


class Live:
    """One page that looks at the stage. A new Slack on the stage is told as a whole."""

    def __init__(self, stage: Stage, socket: WebSocket) -> None:
        self._stage = stage
        self._socket = socket
        self._rings = asyncio.Event()

    async def serve(self) -> None:
        """Until the page goes away."""
        await self._socket.accept()
        stage_ear = Ear(self._stage.pulse, self._rings)
        gone = asyncio.create_task(self._wait_for_leaving())
        try:
            while not gone.done():
                await self._show_one_slack(stage_ear, gone)
        except WebSocketDisconnect:
            return
        finally:
            gone.cancel()
            stage_ear.close()

    async def _wait_for_leaving(self) -> None:
        while (await self._socket.receive())["type"] != "websocket.disconnect":
            continue
        self._rings.set()

    async def _show_one_slack(self, stage_ear: Ear, gone: "asyncio.Task[None]") -> None:
        told = Told(self._stage.slack)
        ear = Ear(told.slack.workspace.pulse, self._rings)
        try:
            await self._socket.send_json(await run_in_threadpool(told.everything, self._stage))
            while not gone.done():
                await self._rings.wait()
                await asyncio.sleep(TOGETHER)
                self._rings.clear()
                stage_ear.heard()
                if self._stage.slack is not told.slack:
                    return
                news = await run_in_threadpool(told.news, self._stage, ear.heard())
                if not gone.done():
                    await self._socket.send_json(news)
        finally:
            ear.close()
