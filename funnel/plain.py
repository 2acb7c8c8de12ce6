"""Typed text made plain: one kind of space, quote and dash, whatever keyboard it came from."""

import unicodedata

_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"),
    }
)


def plain(text: str) -> str:
    """Curly quotes, dashes and odd spaces become ASCII ones; runs of spaces become one.

    Compatibility forms (full-width digits, narrow no-break spaces) fold as in Unicode NFKC;
    invisible characters go. Case stays.
    """
    marked = text.translate(_MARKS)
    return " ".join(unicodedata.normalize("NFKC", marked).translate(_MARKS).split())
