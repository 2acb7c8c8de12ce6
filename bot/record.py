"""The record file: every outgoing payload as one JSON line, for checking against Slack's limits."""

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

Surface = Literal["message", "ephemeral", "slash_response", "modal", "home"]

# Web API method -> (surface, key of the payload that holds what people see; "" for all of it)
SURFACES: dict[str, tuple[Surface, str]] = {
    "chat.postMessage": ("message", ""),
    "chat.update": ("message", ""),
    "chat.postEphemeral": ("ephemeral", ""),
    "views.open": ("modal", "view"),
    "views.push": ("modal", "view"),
    "views.update": ("modal", "view"),
    "views.publish": ("home", "view"),
}


class Recorder:
    """Appends to a file that only its owner can read; with no path it does nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.Lock()

    def write(self, surface: Surface, payload: Mapping[str, Any]) -> None:
        if self.path is None:
            return
        line = json.dumps({"surface": surface, "payload": payload}, ensure_ascii=False)
        with self._lock:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(line + "\n")

    def api_call(self, method: str, arguments: Mapping[str, Any]) -> None:
        """Note what a Web API call shows to people."""
        if self.path is None or method not in SURFACES:
            return
        surface, key = SURFACES[method]
        shown = arguments.get(key) if key else arguments
        if isinstance(shown, str):
            shown = json.loads(shown)
        if isinstance(shown, Mapping):
            self.write(surface, shown)

    def ack(self, kind: str, body: str) -> None:
        """Note what the answer to a request shows; `kind` is the request's type."""
        if self.path is None or not body.startswith("{"):
            return
        answer = json.loads(body)
        if kind == "command":
            self.write("slash_response", answer)
        elif isinstance(answer.get("view"), dict):
            self.write("modal", answer["view"])
