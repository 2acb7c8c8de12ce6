"""The five common breaks of the journey, one a stage, in the order of the stages."""

from funnel.catalogue.breaks import acquisition, consideration, decision, retention, service
from funnel.catalogue.entries import NamedBreak

BREAKS: tuple[NamedBreak, ...] = (
    acquisition.BREAK,
    consideration.BREAK,
    decision.BREAK,
    service.BREAK,
    retention.BREAK,
)
