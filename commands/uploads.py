"""A file on its way in: which one, whose, and how it is to be read; it travels in buttons."""

import json
from dataclasses import dataclass, field
from typing import Any, Protocol

from funnel.intake.dates import DateOrder
from funnel.intake.options import ImportOptions, PercentAs
from funnel.intake.styles import DecimalSign
from funnel.model import Recording

KINDS = ("csv", "tsv", "txt", "xlsx")
MOST_BYTES = 100_000_000
MOST_UNKNOWN = 8  # names that the form offers a metric for
_LONGEST_NAME = 60
_LONGEST_VALUE = 1_900  # characters of a button's value


@dataclass(frozen=True, slots=True)
class Upload:
    """`file` is Slack's id; `channel` and `ts` the message that tells of it, "" before there is
    one. `unknown` are names of the file that are no metric's."""

    file: str
    name: str
    user: str
    options: ImportOptions = field(default_factory=ImportOptions)
    channel: str = ""
    ts: str = ""
    skip_bad: bool = False
    unknown: tuple[str, ...] = ()

    def value(self) -> str:
        """For a button or a form; what does not fit there is left out, mappings last."""
        said: dict[str, Any] = {
            "file": self.file,
            "name": self.name[:_LONGEST_NAME],
            "user": self.user,
            "channel": self.channel,
            "ts": self.ts,
            "skip": self.skip_bad,
            "unknown": [name for name in self.unknown if len(name) <= _LONGEST_NAME][:MOST_UNKNOWN],
            "percent": self.options.percent_as,
            "numbers": self.options.numbers,
            "dates": self.options.dates,
            "create": self.options.create_metrics,
            "map": dict(self.options.mapping),
        }
        for spare in ("unknown", "map"):
            while len(json.dumps(said)) > _LONGEST_VALUE and said[spare]:
                said[spare] = type(said[spare])()
        return json.dumps(said)


def read_value(value: str) -> Upload:
    """The inverse of `Upload.value`."""
    said = json.loads(value)
    options = ImportOptions(
        percent_as=PercentAs(said["percent"]) if said["percent"] else None,
        numbers=DecimalSign(said["numbers"]) if said["numbers"] else None,
        dates=DateOrder(said["dates"]) if said["dates"] else None,
        create_metrics=bool(said["create"]),
        mapping=said["map"],
    )
    return Upload(
        said["file"],
        said["name"],
        said["user"],
        options,
        said["channel"],
        said["ts"],
        bool(said["skip"]),
        tuple(said["unknown"]),
    )


class Files(Protocol):
    """Work with files that nobody waits for: each posts or edits a direct message by itself."""

    def preview(self, workspace: str, upload: Upload) -> None: ...
    def store(self, workspace: str, upload: Upload, *, key: str) -> None: ...
    def drop(self, upload: Upload) -> None: ...
    def undo(self, workspace: str, user: str, recording: Recording) -> None: ...
    def export(self, workspace: str, user: str) -> None: ...
