"""Segments are groups, not people: values that look like a person's address or number."""

import re

from funnel.errors import BadSegment
from funnel.model import Segment

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"(?:\+|00)[\d ()./-]{7,20}|\(?\d{3,5}\)?[ ./-]\d{3,4}[ ./-]?\d{3,5}")
_CARD = re.compile(r"\d(?:[ -]?\d){13,18}")


def check_segment(segment: Segment) -> Segment:
    """Gives the segment back. Raises BadSegment, without repeating the value, for one that looks
    like an e-mail address, a phone number or a payment card number (ISO/IEC 7812 check digit)."""
    kind = personal_kind(segment.value)
    if kind is None:
        return segment
    raise BadSegment(
        f"A value of {segment.dimension} looks like {kind}; segments are groups, not people.",
        "Use a group such as country=DE or customer_type=returning.",
    )


def personal_kind(value: str) -> str | None:
    """What of a person the value looks like, in words; None when it looks like none."""
    text = value.strip()
    if _MAIL.search(text):
        return "an e-mail address"
    if _CARD.fullmatch(text) and _passes_check_digit(text):
        return "a card number"
    return "a phone number" if _PHONE.fullmatch(text) else None


def _passes_check_digit(text: str) -> bool:
    """Luhn: every second digit from the right doubled, digit sums divisible by ten."""
    digits = [int(mark) for mark in reversed(text) if mark.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
