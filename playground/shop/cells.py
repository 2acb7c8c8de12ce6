"""Who visits the shop: 30 cells of device × channel × visitor, and how each of them buys."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from playground.shop.planted import EVERYWHERE

CARTS_A_SESSION = 0.067


@dataclass(frozen=True, slots=True)
class Channel:
    """How visits of a channel differ: share of sessions, who comes, how they buy (factors)."""

    name: str
    share: float
    mobile: float
    new: float
    carts: float
    abandonment: float
    order_value: float


@dataclass(frozen=True, slots=True)
class Group:
    """How a device or a kind of visitor buys: factors on carts, abandonment and order value."""

    name: str
    carts: float
    abandonment: float
    order_value: float


TABLET_SHARE = 0.05
CHANNELS = (
    Channel("email", 0.12, 0.62, 0.15, 1.50, 0.96, 1.02),
    Channel("paid_search", 0.22, 0.58, 0.66, 1.12, 0.99, 1.00),
    Channel("paid_social", 0.14, 0.86, 0.80, 0.58, 1.05, 0.93),
    Channel("organic", 0.30, 0.60, 0.64, 0.92, 1.00, 1.01),
    Channel("direct", 0.22, 0.55, 0.40, 1.06, 0.98, 1.02),
)
DEVICES = (
    Group("mobile", 0.94, 0.760, 51.5),
    Group("desktop", 1.16, 0.660, 63.0),
    Group("tablet", 1.02, 0.705, 58.0),
)
VISITORS = (Group("new", 0.82, 1.03, 0.96), Group("returning", 1.24, 0.97, 1.03))


@dataclass(frozen=True, slots=True)
class Cell:
    """One device × channel × visitor with its share of sessions and its usual behaviour."""

    device: str
    channel: str
    visitor: str
    share: float
    carts: float
    abandonment: float
    order_value: float


def _cell(device: Group, channel: Channel, visitor: Group) -> Cell:
    rest = 1 - channel.mobile - TABLET_SHARE
    on_device = {"mobile": channel.mobile, "desktop": rest, "tablet": TABLET_SHARE}[device.name]
    by_visitor = channel.new if visitor.name == "new" else 1 - channel.new
    return Cell(
        device=device.name,
        channel=channel.name,
        visitor=visitor.name,
        share=channel.share * on_device * by_visitor,
        carts=CARTS_A_SESSION * device.carts * channel.carts * visitor.carts,
        abandonment=device.abandonment * channel.abandonment * visitor.abandonment,
        order_value=device.order_value * channel.order_value * visitor.order_value,
    )


CELLS = tuple(_cell(*groups) for groups in product(DEVICES, CHANNELS, VISITORS))
SHARES = np.array([cell.share for cell in CELLS])
CARTS = np.array([cell.carts for cell in CELLS])
ABANDONMENT = np.array([cell.abandonment for cell in CELLS])
ORDER_VALUES = np.array([cell.order_value for cell in CELLS])
SEGMENTS = (
    *(("device", device.name) for device in DEVICES),
    *(("channel", channel.name) for channel in CHANNELS),
    *(("visitor", visitor.name) for visitor in VISITORS),
)
MEMBERS = {
    EVERYWHERE: np.ones(len(CELLS), dtype=np.int64),
    **{
        (dimension, value): np.array(
            [getattr(cell, dimension) == value for cell in CELLS], np.int64
        )
        for dimension, value in SEGMENTS
    },
}
