"""The break that people mean by a number: an incident's lead, or one of its members."""

from collections.abc import Iterable
from dataclasses import replace

from funnel.incidents import Incident
from funnel.model import Break
from storage.store import Tx


def told_break(tx: Tx, number: int, heard: Iterable[str] = ()) -> Break | None:
    """Under an incident's number its lead, of the metrics that are `heard` if it has such; under
    that of a member the member."""
    found = tx.breaks.get(number)
    if found is None or found.incident != number:
        return found
    incident = Incident(tx.breaks.of_incident(number)).among(heard)
    return replace(incident.lead, number=number)
