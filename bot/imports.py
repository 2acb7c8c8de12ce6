"""A file goes in: read, checked, stored in one step or not at all, then scanned."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.scans import ScanReport, scan
from funnel.catalogue import Catalogue
from funnel.errors import BadFile, NotAllowed
from funnel.incidents import incidents_of
from funnel.intake import Batch, ImportOptions, Intake, Rejected, read_table
from funnel.intake.mending import write_refused
from funnel.intake.refusals import SHOWN
from funnel.model import Deed, RecordingKind
from funnel.periods import local_date
from storage.store import Store

Progress = Callable[[int, int], None]

__all__ = ["ImportOptions", "ImportReport", "import_file", "read_file", "store_intake"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import changed. `number` is the recording's, for an undo; `rows` were
    stored or known before, `refused` were left out."""

    name: str
    number: int
    rows: int
    new: int
    restated: int
    same: int
    refused: int
    metrics: int
    notes: tuple[str, ...]
    scanned: ScanReport

    def _changes(self) -> str:
        counts = {"new": self.new, "restated": self.restated, "known before": self.same}
        return ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)

    def words(self) -> str:
        """One paragraph for the importer."""
        parts = [
            f"{self.name}: {counted(self.rows, 'row')} of {counted(self.metrics, 'metric')}"
            f" {'is' if self.rows == 1 else 'are'} in"
            f" ({self._changes()})."
        ]
        if self.refused:
            were = "was" if self.refused == 1 else "were"
            parts.append(f"{counted(self.refused, 'row')} {were} refused and left out.")
        parts += self.notes
        if self.scanned.historic:
            past = incidents_of(self.scanned.historic)
            parts.append(
                f"Looking back I found {counted(len(past), 'break')} in these"
                " numbers; nothing was posted about that: `/funnel breaks history`."
            )
        return " ".join(parts)


def counted(count: int, noun: str) -> str:
    """ "1 row", "2,310 rows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def read_file(
    store: Store,
    workspace: str,
    path: Path,
    options: ImportOptions,
    *,
    catalogue: Catalogue,
    now: datetime,
) -> Intake:
    """Read and check; nothing is stored. Raises BadFile."""
    with store.read(workspace) as tx:
        known = catalogue.with_metrics(tx.metrics.all())
        zone, cuts = tx.workspace.get().zone, tx.dimensions.all()
    options = replace(options, dimensions=cuts, zone=zone)
    return read_table(path, catalogue=known, options=options, today=local_date(now, zone))


def import_file(
    store: Store,
    workspace: str,
    path: Path,
    options: ImportOptions,
    *,
    catalogue: Catalogue,
    now: datetime,
    source: str = "",
    author: str = "",
    refused: Path | None = None,
    scan_after: bool = True,
    progress: Progress = lambda _done, _all: None,
) -> ImportReport:
    """Store a file. Bad rows are written to `refused`, the good ones stored; without it BadFile is
    raised for the first bad row, with nothing stored."""
    intake = read_file(store, workspace, path, options, catalogue=catalogue, now=now)
    if intake.rejected_rows and refused is None:
        raise refusal(path.name, intake)
    if intake.rejected_rows and refused is not None:
        with path.open("rb") as file:
            write_refused(file, intake.refused, refused)
    return store_intake(
        store,
        workspace,
        intake,
        catalogue=catalogue,
        now=now,
        source=source or path.name,
        author=author,
        scan_after=scan_after,
        progress=progress,
    )


def store_intake(
    store: Store,
    workspace: str,
    intake: Intake,
    *,
    catalogue: Catalogue,
    now: datetime,
    source: str,
    author: str,
    key: str = "",
    scan_after: bool = True,
    progress: Progress = lambda _done, _all: None,
) -> ImportReport:
    """All good rows become visible at one instant, or none. A `key` that was stored before raises
    NotAllowed, with nothing stored."""
    with store.load(workspace, _watched(intake, progress)) as tx:
        if key and not tx.seen.first_time(key, at=now):
            raise NotAllowed(f"{source} was imported already.", "See it with `/funnel status`.")
        for metric in intake.created:
            tx.metrics.save(metric)
        recorded = tx.snapshots.record_staged(
            kind=RecordingKind.IMPORT, source=source, author=author, at=now
        )
        details = {"rows": intake.rows, "refused": intake.rejected_rows}
        tx.audit.add(Deed(now, author, "file_imported", source, details))
    scanned = scan(store, workspace, catalogue, now=now) if scan_after else ScanReport()
    return ImportReport(
        name=source,
        number=recorded.number,
        rows=intake.rows,
        new=recorded.new,
        restated=recorded.restated,
        same=recorded.same,
        refused=intake.rejected_rows,
        metrics=len(intake.metrics),
        notes=intake.notes,
        scanned=scanned,
    )


def refusal(name: str, intake: Intake) -> BadFile:
    """Every refused row named, up to twenty."""
    shown = [line_of(one) for one in intake.rejected[:SHOWN]]
    more = intake.rejected_rows - len(shown)
    if more > 0:
        shown.append(f"… and {more} more")
    return BadFile(
        f"{name}: {intake.rejected_rows:,} of {counted(intake.rejected_rows + intake.rows, 'row')}"
        " cannot be imported; nothing was stored.\n" + "\n".join(shown) + "\n",
        "Mend them and import again, or leave them out with --skip-bad.",
    )


def line_of(one: Rejected) -> str:
    named = one.field != "metric" and one.value in one.reason
    what = f' "{one.value}"' if one.value and not named else ""
    return f"  line {one.row}, {one.field}{what}: {one.reason}"


def _watched(intake: Intake, progress: Progress) -> Iterator[Batch]:
    done = 0
    for batch in intake.batches():
        yield batch
        done += len(batch)
        progress(done, intake.rows)
