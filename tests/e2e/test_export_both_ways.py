"""The same file by command line and by Slack: what is exported afterwards has the same bytes."""

from pathlib import Path

from tests.benchmarks.exports import export_both_ways


def test_the_way_in_leaves_no_trace_in_an_export(tmp_path: Path) -> None:
    typed, sent = export_both_ways(tmp_path, 4_000)
    assert typed.count(b"\n") == 4_001
    assert typed == sent
