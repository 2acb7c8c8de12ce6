"""Files of the workspace: uploaded by the bot or attached by a person."""

import itertools
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

MIME_TYPES = {
    "csv": "text/csv",
    "png": "image/png",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`content` is None until the bytes came; `shares` are (channel, message ts)."""

    id: str
    name: str
    _: KW_ONLY
    user: str
    content: bytes | None = None
    title: str = ""
    shares: tuple[tuple[str, str], ...] = ()

    def as_json(self, *, server: str, created: int) -> dict[str, Any]:
        kind = self.name.rpartition(".")[2].lower()
        return {
            "id": self.id,
            "created": created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": MIME_TYPES.get(kind, "application/octet-stream"),
            "filetype": kind,
            "user": self.user,
            "size": len(self.content or b""),
            "mode": "hosted",
            "url_private": f"{server}/files/{self.id}",
            "url_private_download": f"{server}/files/{self.id}",
            "channels": sorted({channel for channel, _ in self.shares}),
            "shares": {"public": {channel: [{"ts": ts}] for channel, ts in self.shares}},
        }


@dataclass(slots=True)
class FileShelf:
    """Callers hold the workspace's lock. `server` is filled in when the server starts."""

    server: str = ""
    _held: dict[str, StoredFile] = field(default_factory=dict)
    _number: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def expect(self, name: str, *, user: str) -> StoredFile:
        """A file whose bytes will come."""
        return self.put(StoredFile(f"F{next(self._number):06d}", name, user=user))

    def add(self, name: str, content: bytes, *, user: str) -> StoredFile:
        return self.put(replace(self.expect(name, user=user), content=content))

    def put(self, stored: StoredFile) -> StoredFile:
        self._held[stored.id] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        return self._held.get(file_id)

    def share(self, stored: Iterable[StoredFile], *, channel: str, ts: str) -> None:
        for each in stored:
            self.put(replace(each, shares=(*each.shares, (channel, ts))))

    def show(self, stored: StoredFile, *, created: int = 0) -> dict[str, Any]:
        return stored.as_json(server=self.server, created=created)
