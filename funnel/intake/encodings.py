"""Which characters a text file is written in: by its marks, by trying UTF-8, else by likeness."""

import codecs
from typing import BinaryIO

from funnel.errors import BadFile

SAMPLE_BYTES = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's mark does
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gb18030", "big5", "euc_kr",
]  # fmt: skip
NAMES = {"utf_8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "latin-1": "Latin-1"}


def find_encoding(file: BinaryIO) -> str:
    """The codec's name; the file is rewound. Raises BadFile for bytes that are no text."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return codec
    if b"\0" in sample:
        return _without_mark(sample)
    codec = "utf-8" if _is_utf8(file) else _by_likeness(sample)
    file.seek(0)
    return codec


def not_readable() -> BadFile:
    return BadFile("The file is no text that I can read.", "Save it as CSV UTF-8 or as .xlsx.")


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(1 << 20):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(sample: bytes) -> str:
    """UTF-16 of western text has a zero in every second byte."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 4 and even == 0:
        return "utf-16-le"
    if even > len(sample) // 4 and odd == 0:
        return "utf-16-be"
    raise not_readable()


def _by_likeness(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=_LIKELY)
    best = found.best()
    western = any(one.encoding == "cp1252" and best and one.chaos <= best.chaos for one in found)
    codec = "cp1252" if best is None or western else best.encoding
    try:
        sample.decode(codec)
    except UnicodeDecodeError:
        return "latin-1"
    return codec
