"""Which sign a file's numbers have before their decimals: what its own cells show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from babel.numbers import get_decimal_symbol

_NUMBER = re.compile(r"[0-9][0-9.,]*[.,][0-9]+")
_COULD_GROUP = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


class DecimalSign(StrEnum):
    POINT = "point"
    COMMA = "comma"


STYLE_OF = {DecimalSign.POINT: "en", DecimalSign.COMMA: "de"}
"""Babel locales that stand for 1,234.5 and 1.234,5."""


@dataclass(frozen=True, slots=True)
class StyleSeen:
    """Which decimal signs the cells show; `unclear` is a cell that could be read both ways."""

    point: bool
    comma: bool
    unclear: str

    def sign(self, style: str) -> DecimalSign:
        """What the cells agree on, else the workspace's own."""
        if self.point != self.comma:
            return DecimalSign.POINT if self.point else DecimalSign.COMMA
        return DecimalSign.POINT if get_decimal_symbol(style) == "." else DecimalSign.COMMA


def look_at_style(texts: Iterable[str]) -> StyleSeen:
    seen = {".": False, ",": False}
    unclear = ""
    for text in texts:
        for number in _NUMBER.findall(text):
            sign = _decimal_sign(number)
            if sign:
                seen[sign] = True
            unclear = unclear or ("" if sign else number)
    return StyleSeen(seen["."], seen[","], unclear)


def _decimal_sign(number: str) -> str:
    """ "" for one that could be either: 1.234."""
    marks = [mark for mark in number if mark in ".,"]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    return "" if _COULD_GROUP.fullmatch(number) else marks[0]
