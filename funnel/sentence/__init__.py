"""A goal said in one sentence, taken apart into the fields of the form."""

from funnel.sentence.reading import understand
from funnel.sentence.segments import WHOLE_SHOP, segment_of
from funnel.sentence.understood import Understood

__all__ = ["WHOLE_SHOP", "Understood", "segment_of", "understand"]
