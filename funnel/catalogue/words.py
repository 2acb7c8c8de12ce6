"""One way to fold what people type, so that spelling habits do not hide a known name."""

import re
import unicodedata
from functools import lru_cache

_QUOTES = re.compile(r"['\"`´‘’‚‛“”„«»]")
_SEPARATORS = re.compile(r"[\W_]+")
_PREFIX_E = re.compile(r"\be (?=mail|commerce)")


@lru_cache(maxsize=2048)  # the names of the catalogue are asked again for each question
def fold(text: str) -> str:
    """Lower case words with single spaces.

    Quotes go; dashes, underscores, no-break spaces and other signs part words; `&` reads as and;
    plurals become singular.
    """
    # Folding the case can leave letters that are composed differently, hence twice.
    plain = _compose(_compose(text).casefold()).replace("&", " and ")
    spaced = _SEPARATORS.sub(" ", _QUOTES.sub("", plain)).strip()
    return " ".join(_singular(word) for word in _PREFIX_E.sub("e", spaced).split())


def _compose(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
