"""Rows that wait: a few megabytes in memory, beyond that in a file without a name.

Such a file is open to this process alone and gone with it, however it ends.
"""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

Records = NDArray[np.void]

IN_MEMORY_BYTES = 8 * 1024 * 1024
SLICE_ROWS = 100_000


class Spool:
    """Records of one dtype, appended in order and read in slices, as often as wanted."""

    def __init__(self, kind: np.dtype[np.void], file: BinaryIO | None = None) -> None:
        """`file` holds records already; else it begins empty."""
        self._kind = kind
        self._file: BinaryIO = file or SpooledTemporaryFile(IN_MEMORY_BYTES)  # type: ignore[assignment] # noqa: SIM115 - closed with the spool
        self._file.seek(0, 2)
        self._rows = self._file.tell() // kind.itemsize

    def __len__(self) -> int:
        return self._rows

    def __del__(self) -> None:
        self._file.close()

    def append(self, records: Records) -> None:
        self._file.seek(0, 2)
        self._file.write(records.tobytes())
        self._rows += len(records)

    def slices(self, first: int = 0, stop: int | None = None) -> Iterator[Records]:
        """Rows first to stop - 1, at most SLICE_ROWS at a time."""
        end = self._rows if stop is None else stop
        for start in range(first, end, SLICE_ROWS):
            yield self.read(start, min(start + SLICE_ROWS, end))

    def read(self, first: int, stop: int) -> Records:
        self._file.seek(first * self._kind.itemsize)
        wanted = (stop - first) * self._kind.itemsize
        return np.frombuffer(self._file.read(wanted), self._kind)
