"""What the scoring harness loads: `run_eval.py tests.benchmarks.adapter:Adapter --root …`."""

from tests.benchmarks.detecting import Detecting


class Adapter(Detecting):
    """The product's functions with the product's default settings."""
