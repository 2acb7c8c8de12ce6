"""Files of people in Slack: read, shown, stored, exported; told by editing one direct message."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.apart import Reading, read_apart
from bot.downloads import Downloads
from bot.errors import spoken
from bot.exports import (
    HISTORY_FILE,
    NUMBERS_FILE,
    RECORD_FILE,
    write_history,
    write_numbers,
    write_record,
)
from bot.imports import ImportReport, store_intake
from bot.slack import Poster, Refusal, Refused, call, refused
from commands.blocks import Message
from commands.uploads import Upload
from commands.verbs.import_file import take_back
from commands.views.exports import exported_message, exporting_message, scope_message
from commands.views.imports import (
    Previewed,
    preview_message,
    question_message,
    reading_message,
    stored_message,
    storing_message,
    undoing_message,
    undone_message,
    unreadable_message,
)
from commands.views.style import Style
from funnel.catalogue import Catalogue
from funnel.errors import BadFile, UnclearFile
from funnel.intake import Intake
from funnel.model import Deed, Recording, Workspace
from funnel.periods import Clock, format_span, local_date
from storage.store import Store

log = structlog.get_logger()

TOLD_EVERY_SECONDS = 3.0
UPLOAD = "files_upload_v2"


@dataclass(frozen=True, slots=True)
class Uploads:
    """What `commands.uploads.Files` promises. Each call ends with words in the person's DM."""

    store_: Store
    client: WebClient
    catalogue: Catalogue
    clock: Clock
    downloads: Downloads

    def preview(self, workspace: str, upload: Upload) -> None:
        """Shows what was understood, asks what is not clear, or says what is wrong."""
        upload = self._told(upload, reading_message(upload.name))
        self._speaking("preview_file", upload, lambda: self._preview(workspace, upload))

    def store(self, workspace: str, upload: Upload, *, key: str) -> None:
        """Stores the file; pressed again it says what the first time did, and changes nothing."""
        upload = self._told(upload, storing_message(upload, 0, 0))
        self._speaking("store_file", upload, lambda: self._store(workspace, upload, key))

    def drop(self, upload: Upload) -> None:
        self.downloads.forget(upload.file)

    def undo(self, workspace: str, user: str, recording: Recording) -> None:
        upload = self._told(Upload("", recording.source, user), undoing_message(recording))
        self._speaking("undo_import", upload, lambda: self._undo(workspace, user, recording))

    def export(self, workspace: str, user: str) -> None:
        upload = self._told(Upload("", "", user), exporting_message())
        self._speaking("export", upload, lambda: self._export(workspace, upload))

    # --- reading -----------------------------------------------------------------------------

    def _preview(self, workspace: str, upload: Upload) -> Message:
        with TemporaryDirectory(prefix="funnelbot-") as folder:
            bad = Path(folder) / f"refused-{Path(upload.name).stem[:60]}.csv"
            try:
                intake = self._read(workspace, upload, bad)
            except UnclearFile as asked:
                return question_message(upload, asked)
            except BadFile as error:
                self.downloads.forget(upload.file)
                return unreadable_message(upload, error)
            words = f"The refused rows of {upload.name}, each with what is wrong."
            sent = bad.exists() and self._send_files(upload, [bad], words)
        with self.store_.read(workspace) as tx:
            known = self.catalogue.with_metrics([*tx.metrics.all(), *intake.created])
            style = _style(tx.workspace.get(), self.clock)
        names = tuple(one.value for one in intake.refused if one.field == "metric" and one.value)
        return preview_message(
            replace(upload, unknown=tuple(dict.fromkeys(names))),
            replace(_seen(intake, known), file_sent=sent),
            style,
        )

    def _read(self, workspace: str, upload: Upload, bad: Path | None = None) -> Intake:
        path = self.downloads.fetch(upload.file, now=self.clock())
        with self.store_.read(workspace) as tx:
            own, place = tx.metrics.all(), tx.workspace.get()
            cuts = tx.dimensions.all()
        options = replace(
            upload.options, style=place.number_style, dimensions=cuts, zone=place.zone
        )
        today = local_date(self.clock(), place.zone)
        return read_apart(Reading(path, options, tuple(own), today), bad)

    # --- storing -----------------------------------------------------------------------------

    def _store(self, workspace: str, upload: Upload, key: str) -> Message:
        intake = self._read(workspace, upload)
        if intake.rejected_rows and not upload.skip_bad:
            raise BadFile("Rows of the file are refused now.", "Drop it again to see them.")
        report = store_intake(
            self.store_,
            workspace,
            intake,
            catalogue=self.catalogue,
            now=self.clock(),
            source=upload.name,
            author=upload.user,
            key=key,
            progress=self._progress(upload),
        )
        self.downloads.forget(upload.file)
        log.info("file_imported", workspace=workspace, rows=report.rows, user=upload.user)
        return _stored(report)

    def _progress(self, upload: Upload) -> Callable[[int, int], None]:
        """An edit now and then; what Slack refuses of these is no loss."""
        last = monotonic()

        def tell(done: int, rows: int) -> None:
            nonlocal last
            if monotonic() - last < TOLD_EVERY_SECONDS:
                return
            last = monotonic()
            try:
                self._told(upload, storing_message(upload, done, rows))
            except Refused as error:
                log.warning("slack_refused", method=error.method, code=error.code)

        return tell

    def _undo(self, workspace: str, user: str, recording: Recording) -> Message:
        with self.store_.write(workspace) as tx:
            rows = take_back(tx, recording, user=user, at=self.clock())
        return undone_message(recording.source, rows)

    # --- exporting ---------------------------------------------------------------------------

    def _export(self, workspace: str, upload: Upload) -> Message:
        with TemporaryDirectory(prefix="funnelbot-") as name:
            files = [Path(name) / one for one in (NUMBERS_FILE, HISTORY_FILE, RECORD_FILE)]
            counts = (
                write_numbers(self.store_, workspace, files[0]),
                write_history(self.store_, workspace, files[1]),
                write_record(self.store_, workspace, files[2], viewer=upload.user),
            )
            if not self._send_files(upload, files, "All that is on record in this workspace."):
                return scope_message()
        with self.store_.write(workspace) as tx:
            details = dict(zip(("numbers", "revisions", "records"), counts, strict=True))
            tx.audit.add(Deed(self.clock(), upload.user, "numbers_exported", "", details))
        return exported_message(*counts)

    # --- speaking ----------------------------------------------------------------------------

    def _speaking(self, action: str, upload: Upload, work: Callable[[], Message]) -> None:
        """Whatever comes of the work is said."""
        self._told(upload, spoken(action, work, user=upload.user))

    def _told(self, upload: Upload, message: Message) -> Upload:
        """In the message that tells of the file, or in a new one."""
        if upload.ts:
            Poster(self.client).update(upload.channel, upload.ts, message)
            return upload
        payload = message.payload() | {"channel": upload.user}
        answer = call(self.client, "chat.postMessage", payload)
        return replace(upload, channel=str(answer["channel"]), ts=str(answer["ts"]))

    def _send_files(self, upload: Upload, paths: list[Path], words: str) -> bool:
        """False when the bot was installed without the scope for it."""
        uploads = [{"file": str(path), "filename": path.name} for path in paths]
        try:
            self.client.files_upload_v2(
                file_uploads=uploads, channel=upload.channel, initial_comment=words
            )
        except SlackApiError as error:
            why = refused(UPLOAD, error)
            if why.meaning is Refusal.SCOPE:
                return False
            raise why from error
        return True


def _seen(intake: Intake, catalogue: Catalogue) -> Previewed:
    first = min((one.first for one in intake.metrics), default=None)
    last = max((one.last for one in intake.metrics), default=None)
    return Previewed(
        rows=intake.rows,
        metrics=len(intake.metrics),
        span=format_span(first, last) if first and last else "",
        taken_for=intake.taken_for,
        notes=intake.notes,
        created=tuple(metric.name for metric in intake.created),
        heads=[
            (line, catalogue.metric(snapshot.metric), snapshot)
            for line, snapshot in intake.preview()
        ],
        refused=intake.rejected,
        refused_rows=intake.rejected_rows,
    )


def _stored(report: ImportReport) -> Message:
    return stored_message(report.words(), report.number, changed=report.new + report.restated)


def _style(workspace: Workspace, clock: Clock) -> Style:
    today = local_date(clock(), workspace.zone)
    return Style(workspace.number_style, workspace.currency, today)
