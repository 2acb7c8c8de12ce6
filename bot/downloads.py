"""Files that people sent in Slack, fetched into a folder of ours and forgotten after an hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPResponse
from os import utime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient

from bot.settings import is_loopback
from bot.slack import TIMEOUT_SECONDS, Refusal, Refused, call
from commands.uploads import MOST_BYTES
from funnel.errors import BadFile

KEPT = timedelta(hours=1)
_PART = 1 << 20
_METHOD = "files.info"


class _NoRedirects(HTTPRedirectHandler):
    """Slack answers a token without the right to a file with its sign-in page elsewhere; ours must
    not be carried there."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Downloads:
    """`folder` belongs to its owner alone, and so does what is in it."""

    client: WebClient
    folder: Path

    def fetch(self, file: str, *, now: datetime) -> Path:
        """The file of this Slack id: the one that is here, else Slack's. Raises Refused, and
        BadFile when it is too large or gone."""
        path = self._path(file)
        if path.exists():
            return path
        facts = call(self.client, _METHOD, {"file": file}, form=True)["file"]
        if int(facts.get("size") or 0) > MOST_BYTES:
            raise _too_large()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._getting(str(facts.get("url_private_download") or "")) as answer:
            self._save(answer, path)
        utime(path, (now.timestamp(), now.timestamp()))
        return path

    def forget(self, file: str) -> None:
        self._path(file).unlink(missing_ok=True)

    def forget_old(self, now: datetime) -> int:
        """Removes what is older than an hour by the bot's clock; how many that were."""
        old = [path for path in self._held() if not self._is_young(path, now)]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _held(self) -> list[Path]:
        return [path for path in self.folder.glob("*") if path.is_file()]

    def _is_young(self, path: Path, now: datetime) -> bool:
        age = now.timestamp() - path.stat().st_mtime
        return 0 <= age < KEPT.total_seconds()

    def _path(self, file: str) -> Path:
        """Slack's ids are letters and digits; anything else would be a path of somebody's own."""
        if not file.isalnum():
            raise BadFile("That is no file of Slack.", "Drop it again.")
        return self.folder / file

    @contextmanager
    def _getting(self, url: str) -> Iterator[HTTPResponse]:
        if not self._is_slacks(url):
            raise BadFile("Slack does not hold that file itself.", "Download it and drop it here.")
        asked = Request(url, headers={"Authorization": f"Bearer {self.client.token}"})
        try:
            with build_opener(_NoRedirects).open(asked, timeout=TIMEOUT_SECONDS) as answer:
                if "text/html" in answer.headers.get("content-type", ""):
                    raise Refused("missing_scope", Refusal.SCOPE, method=_METHOD)
                yield answer
        except HTTPError as error:
            if error.code in (301, 302, 303, 307, 308, 401, 403):
                raise Refused("missing_scope", Refusal.SCOPE, method=_METHOD) from error
            raise BadFile("Slack no longer has that file.", "Drop it again.") from error
        except (OSError, HTTPException) as error:
            raise Refused("connection_lost", Refusal.DOUBT, method=_METHOD) from error

    def _is_slacks(self, url: str) -> bool:
        """It receives the token: Slack's own hosts by https, or the local one that we talk to."""
        parts, own = urlsplit(url), urlsplit(self.client.base_url)
        host = parts.hostname or ""
        if is_loopback(own.hostname):
            return parts.netloc == own.netloc
        return parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))

    def _save(self, answer: HTTPResponse, path: Path) -> None:
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        size = 0
        with part.open("wb") as file:
            while read := answer.read(_PART):
                size += len(read)
                if size > MOST_BYTES:
                    part.unlink()
                    raise _too_large()
                file.write(read)
        part.rename(path)


def _too_large() -> BadFile:
    return BadFile(
        f"The file is larger than {MOST_BYTES // 1_000_000} MB.",
        "Split it, or import it on the command line: `funnelbot import`.",
    )
