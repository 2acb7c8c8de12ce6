"""Published figures: dated references, never a target or an alarm limit."""

from funnel.catalogue.benchmarks import (
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
from funnel.catalogue.entries import Benchmark

BENCHMARKS: tuple[Benchmark, ...] = (
    *awareness.BENCHMARKS,
    *interest.BENCHMARKS,
    *carts.BENCHMARKS,
    *messaging.BENCHMARKS,
    *decision.BENCHMARKS,
    *action.BENCHMARKS,
    *service.BENCHMARKS,
    *feedback.BENCHMARKS,
    *self_service.BENCHMARKS,
    *retention.BENCHMARKS,
)
