"""What the scoring harness loads: `run_eval.py tests.benchmarks.adapter:Adapter --root …`."""

from tests.benchmarks.detecting import Detecting
from tests.benchmarks.foreseeing import Foreseeing


class Adapter(Detecting, Foreseeing):
    """The product's functions with the product's default settings."""
