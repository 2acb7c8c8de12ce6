"""Which slice of the shop a person means by a name."""

from collections.abc import Mapping
from types import MappingProxyType

from funnel.catalogue.words import fold
from funnel.model import TOTAL, Segment
from funnel.plain import plain

WHOLE_SHOP = "whole shop"
EVERYTHING = frozenset(
    {"", "all", "everything", "everywhere", "whole shop", "the whole shop", "shop", "the shop"}
    | {"total", "overall", "our shop", "store", "the store", "the whole store", "our store"}
)
_DIMENSIONS = {
    "device": ("mobile", "desktop", "tablet"),
    "visitor": ("new", "returning"),
    "channel": (
        *("email", "sms", "organic", "paid search", "paid social", "social", "direct"),
        *("referral", "affiliate", "display", "phone", "chat"),
    ),
}
_KNOWN: Mapping[str, Segment] = MappingProxyType(
    {
        spelling: Segment(dimension, value.replace(" ", "_"))
        for dimension, values in _DIMENSIONS.items()
        for value in values
        for spelling in (value, f"{value} visitors", f"{value} {dimension}")
    }
)


def segment_of(words: str) -> Segment:
    """`dimension=value` as written; a device, channel or kind of visitor by its word; any other
    name is a product. Empty words and the whole shop give the total."""
    name = plain(words)
    folded = fold(name)
    if folded in EVERYTHING:
        return TOTAL
    dimension, equals, value = name.partition("=")
    if equals and dimension.strip() and value.strip():
        return Segment(dimension.strip().casefold(), value.strip())
    return _KNOWN.get(folded, Segment("product", name))
