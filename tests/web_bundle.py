"""Is the committed page the one that its sources give? Rebuilt and compared where Node is found.

Run from the project's root. Exits 0 when both are the same, 1 when they differ or the build
fails, and 3 (skipped, with a sentence) where there is no Node or its packages cannot be had.
"""

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WEB = Path("playground/web")
SKIPPED = 3


def main() -> int:
    npx = shutil.which("npx")
    if npx is None:
        return say("skipped: there is no Node here, so the page's bundle was not rebuilt", SKIPPED)
    if not (WEB / "node_modules").is_dir() and not installed():
        return say("skipped: npm could not install what the page is built with", SKIPPED)
    with tempfile.TemporaryDirectory(prefix="bundle-") as folder:
        types = run(npx, "tsc", "--noEmit")
        built = run(npx, "vite", "build", "--outDir", folder, "--emptyOutDir")
        for done in (types, built):
            if done.returncode != 0:
                return say(done.stdout[-3000:] + done.stderr[-1000:], 1)
        differing = differences(WEB / "dist", Path(folder))
    if differing:
        words = ", ".join(differing)
        return say(
            f"playground/web/dist is not what its sources give: {words}. Run npm run build.", 1
        )
    return say("the page's bundle is what its sources give", 0)


def installed() -> bool:
    """Install the locked packages; False where there is no npm or no registry."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    command = (npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    return subprocess.run(command, cwd=WEB, capture_output=True, check=False).returncode == 0


def run(npx: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = (npx, "--no-install", *arguments)
    return subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)


def differences(committed: Path, built: Path) -> list[str]:
    """Names of files that are missing on one side or have other content."""
    names = {
        file.relative_to(root).as_posix()
        for root in (committed, built)
        for file in root.rglob("*")
        if file.is_file()
    }
    _, other, missing = filecmp.cmpfiles(committed, built, sorted(names), shallow=False)
    return [*other, *missing]


def say(words: str, code: int) -> int:
    print(words)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
