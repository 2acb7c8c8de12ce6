"""Digests of a team's own file as pictures: `make look DATA=shop.csv`.

Nothing of it is for the repository: the pictures go to .playground/look, which git ignores.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.app import utc_now
from bot.imports import ImportOptions, import_file
from commands.digests import gather
from commands.views.digest import digest_message
from funnel.catalogue import load
from funnel.schedules import Rhythm, Schedule, Tone
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.store import Store
from tests.browser.chromium import missing, open_browser
from tests.browser.digests import take
from tests.playground.page_stage import LittleStage

FOLDER = Path(".playground/look")
TEAM = "T1"
DAILY = Schedule(1, "C1", "UTC", framework="journey", owner="UANA")
KINDS = {
    "daily": DAILY,
    "short": replace(DAILY, tone=Tone.SHORT),
    "weekly": replace(DAILY, rhythm=Rhythm.WEEKLY),
    "monthly": replace(DAILY, rhythm=Rhythm.MONTHLY),
}


def digests(path: Path, folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those of the morning after the file's last day; it is imported and scanned as ever."""
    engine = make_engine(f"sqlite:///{folder}/look.db")
    upgrade(engine)
    store = Store(engine)
    options = ImportOptions(create_metrics=True)
    import_file(
        store,
        TEAM,
        path,
        options,
        catalogue=load(),
        now=utc_now(),
        source=path.name,
        refused=folder / "refused.csv",
    )
    with store.read(TEAM) as tx:
        catalogue = load().with_metrics(tx.metrics.all())
        last = max(state.last for state in tx.series.totals())
    morning = date(last.year, last.month, last.day) + timedelta(days=2)
    now = datetime.combine(morning, time(9), UTC)
    for name, schedule in KINDS.items():
        with store.read(TEAM) as tx:
            facts = gather(tx, schedule, catalogue, now=now, since=now - timedelta(days=7))
        yield name, digest_message(facts).payload()
    store.dispose()


def main(path: Path) -> int:
    if why := missing():
        sys.stderr.write(f"{why}\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    stage = LittleStage()
    try:
        with tempfile.TemporaryDirectory(prefix="look-") as made, open_browser() as browser:
            for name, payload in digests(path, Path(made)):
                take(browser, stage, payload, FOLDER / f"{path.stem}-{name}.png")
    finally:
        stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
