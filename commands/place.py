"""The workspace as an answer sees it: its metrics, its day, how it writes numbers."""

from dataclasses import dataclass
from datetime import date, datetime

from commands.deps import Deps
from commands.parse import DIMENSIONS
from commands.request import Request
from commands.views.style import Style
from funnel.catalogue import Catalogue
from funnel.model import Workspace
from funnel.periods import Calendar, calendar_of, local_date
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Place:
    workspace: Workspace
    catalogue: Catalogue
    now: datetime
    dimensions: tuple[str, ...] = DIMENSIONS  # the built-in ones and the workspace's own
    as_known: bool = False  # numbers as they stood at `now`, before later corrections

    @property
    def today(self) -> date:
        """The reporting zone's: days of data are its days."""
        return local_date(self.now, self.workspace.zone)

    @property
    def calendar(self) -> Calendar:
        """The company's weeks, quarters and years."""
        return calendar_of(self.workspace)

    @property
    def style(self) -> Style:
        return Style(self.workspace.number_style, self.workspace.currency, self.today)


def place_of(tx: Tx, request: Request, deps: Deps) -> Place:
    dimensions = (*DIMENSIONS, *tx.dimensions.all())
    return Place(tx.workspace.get(), deps.catalogue_of(tx), request.now, dimensions)
