"""Files of numbers -> checked batches of snapshots, with what was refused and why."""

from funnel.intake.created import Sample, created_metric
from funnel.intake.dates import DateOrder
from funnel.intake.options import ImportOptions, PercentAs
from funnel.intake.people import check_segment
from funnel.intake.reading import read_table
from funnel.intake.refusals import Rejected
from funnel.intake.result import Batch, Intake, MetricRows
from funnel.intake.styles import DecimalSign

__all__ = [
    "Batch",
    "DateOrder",
    "DecimalSign",
    "ImportOptions",
    "Intake",
    "MetricRows",
    "PercentAs",
    "Rejected",
    "Sample",
    "check_segment",
    "created_metric",
    "read_table",
]
