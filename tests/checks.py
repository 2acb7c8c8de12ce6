"""`make check`: every check that guards the house, one line each; exits 1 when one fails.

Run it from the project's root. The last line counts what passed, failed and was skipped.
"""

import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
SKIPPED = 3  # exit code of a check that cannot be made here


class Result(Enum):
    PASSED = "ok     "
    FAILED = "FAILED "
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    command: tuple[str, ...]


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


CHECKS = (
    Check("format", tool("ruff", "format", "--check", "--diff", ".")),
    Check("lint", tool("ruff", "check", ".")),
    Check("types", tool("mypy")),
    Check("import contracts", tool("lint-imports")),
    Check("migrations equal tables", tool("pytest", "-q", "tests/storage/test_migrations.py")),
    Check("manifest, docs, listeners", tool("pytest", "-q", "tests/test_house.py")),
    Check("dependencies fit each other", tool("pip", "check")),
    Check("page equals its sources", (sys.executable, "-P", "tests/web_bundle.py")),
)


def main() -> int:
    results = [run(check) for check in CHECKS]
    counts = {result: results.count(result) for result in Result}
    print(  # noqa: T201
        f"checks: {counts[Result.PASSED]} passed, {counts[Result.FAILED]} failed,"
        f" {counts[Result.SKIPPED]} skipped"
    )
    return 1 if counts[Result.FAILED] else 0


def run(check: Check) -> Result:
    done = subprocess.run(check.command, capture_output=True, text=True, check=False)
    match done.returncode:
        case 0:
            result = Result.PASSED
        case code if code == SKIPPED:
            result = Result.SKIPPED
        case _:
            result = Result.FAILED
    print(f"{result.value} {check.name}", flush=True)  # noqa: T201
    if result is not Result.PASSED:
        print(done.stdout[-6000:] + done.stderr[-2000:], flush=True)  # noqa: T201
    return result


if __name__ == "__main__":
    sys.exit(main())
