"""The demo shop: a seeded simulation of a shop's whole customer journey with planted breaks."""

from playground.shop.planted import Effect, Kind, Planted, Shape
from playground.shop.rows import HEADER, Row
from playground.shop.simulation import NOTICE, Shop, simulate

__all__ = [
    "HEADER",
    "NOTICE",
    "Effect",
    "Kind",
    "Planted",
    "Row",
    "Shape",
    "Shop",
    "simulate",
]
