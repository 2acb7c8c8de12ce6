"""The shipped metrics in the order of the journey."""

from funnel.catalogue.entries import Metric
from funnel.catalogue.metrics import (
    action,
    awareness,
    carts,
    decision,
    feedback,
    interest,
    messaging,
    retention,
    self_service,
    service,
)

METRICS: tuple[Metric, ...] = (
    *awareness.METRICS,
    *interest.METRICS,
    *carts.METRICS,
    *messaging.METRICS,
    *decision.METRICS,
    *action.METRICS,
    *service.METRICS,
    *feedback.METRICS,
    *self_service.METRICS,
    *retention.METRICS,
)
