"""Splits the change of a product over its factors so that the parts add up to the whole.

The additive logarithmic mean Divisia index (LMDI-I; Ang 2004, 2005): a factor's part is
L(V1, V0) · ln(f1 / f0) with the logarithmic mean L(a, b) = (a − b) / ln(a / b), L(a, a) = a.
Zeros are taken by their analytical limits (Ang & Liu 2007, "Handling zero values"; Wood & Lenzen
2006): the factors that reach zero carry the whole change, in equal parts when there are several.
A product that changes its sign (refunds above sales) goes through zero, so the same limit holds.
"""

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats

_CLOSE = 1e-9  # |ln(a / b)| below which the mean is taken by its series


def log_mean(one: Floats, other: Floats) -> Floats:
    """The logarithmic mean of values of one sign, elementwise; 0 where either is 0."""
    product = one * other
    usable = product > 0
    ratio = np.where(usable, one / np.where(usable, other, 1.0), 1.0)
    steps = np.log(ratio)
    near = np.abs(steps) < _CLOSE
    slope = np.where(near, 1.0 + steps / 2.0, np.expm1(steps) / np.where(near, 1.0, steps))
    return np.where(usable, other * slope, 0.0)


def split_product(now: Floats, base: Floats, *, value: Floats, before: Floats) -> Floats:
    """Parts of `value − before` by factor: arrays of factors along the last axis in and out.

    `value` and `before` are the products. A factor that is undefined (NaN: nothing to divide by)
    in either period counts as unchanged. Parts sum to the change but for rounding in the 16th
    digit, which goes to the largest part.
    """
    gap = value - before
    known = np.isfinite(now) & np.isfinite(base)
    same_side = (now * base > 0) & known
    crosses = ~same_side & ~np.isnan(now) & ~np.isnan(base) & (now != base)
    ratio = np.where(same_side, now / np.where(same_side, base, 1.0), 1.0)
    weight = np.where(value * before > 0, log_mean(value, before), 0.0)
    smooth = weight[..., None] * np.log(ratio)
    parts = np.where((value * before > 0)[..., None], smooth, _limits(gap, crosses))
    return _closed(parts, gap)


def _limits(gap: Floats, crosses: NDArray[np.bool_]) -> Floats:
    """The change shared by the factors that reach or cross zero; by all, should none do."""
    many = crosses.sum(axis=-1, keepdims=True)
    share = np.where(many > 0, crosses / np.maximum(many, 1), 1.0 / crosses.shape[-1])
    shared: Floats = gap[..., None] * share
    return shared


def _closed(parts: Floats, gap: Floats) -> Floats:
    """The parts with what rounding left over put on the largest."""
    rest = gap - parts.sum(axis=-1)
    largest = np.abs(parts).argmax(axis=-1)[..., None]
    spots = np.arange(parts.shape[-1]) == largest
    closed: Floats = parts + spots * rest[..., None]
    return closed
