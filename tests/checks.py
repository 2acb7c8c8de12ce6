"""`make check`: every check that guards the house, one line each; exits 1 when one fails.

Run it from the project's root. The last line counts what passed, failed and was skipped.
"""

import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
ROOMS = ("bot", "commands", "storage", "funnel", "playground")


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
    Check("dependencies are installed as locked", tool("pip", "check")),
)


def main() -> int:
    failed = [check.name for check in CHECKS if not passes(check)]
    print(f"checks: {len(CHECKS) - len(failed)} passed, {len(failed)} failed, 0 skipped")  # noqa: T201
    return 1 if failed else 0


def passes(check: Check) -> bool:
    done = subprocess.run(check.command, capture_output=True, text=True, check=False)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {check.name}", flush=True)  # noqa: T201
    if done.returncode != 0:
        print(done.stdout[-6000:] + done.stderr[-2000:])  # noqa: T201
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
