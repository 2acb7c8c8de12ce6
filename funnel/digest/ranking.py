"""Which news come first, and which find room."""

from collections import Counter
from collections.abc import Iterable

from funnel.digest.findings import Finding, Rank

MOST_LINES = 5
MOST_A_STAGE = 2
MOST_LIGHT = 2  # of rank 4 and lighter


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """By rank, then money a day, then distance from usual, then journey order."""
    return sorted(findings, key=_place)


def chosen(
    findings: Iterable[Finding], *, most: int = MOST_LINES
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The lines that are told, and those that find no room, both in order."""
    lines: list[Finding] = []
    rest: list[Finding] = []
    of_stage: Counter[str] = Counter()
    light = 0
    for finding in ranked(findings):
        is_light = finding.rank >= Rank.RECOVERY
        full = len(lines) >= most or (is_light and light == MOST_LIGHT)
        if full or (finding.stage and of_stage[finding.stage] == MOST_A_STAGE):
            rest.append(finding)
            continue
        lines.append(finding)
        of_stage[finding.stage] += 1
        light += is_light
    return tuple(lines), tuple(rest)


def _place(finding: Finding) -> tuple[int, float, float, int]:
    return finding.rank, -finding.money, -finding.distance, finding.order
