"""Questions about where things are and how large; asked only where the scene leaves one true answer."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass

from ..english import in_place, listing, sentence, singular
from ..scene import Item
from ..vocabulary import PLACES
from .inventory import Pair
from .survey import Survey, place_of

BIGGEST_MARGIN = 1.2
"""The biggest item is at least so many times as wide as the next."""
CONE_INSIDE, CONE_OUTSIDE = 1.25, 0.75
"""The nearest item is beside another when it lies CONE_INSIDE times as far along the side as across it.

Items up to CONE_OUTSIDE could be meant as well, and between the two nobody asks.
"""
NEAREST_MARGIN = 1.3
"""No item of another kind lies within so many times the distance of the nearest."""

_SIDES: dict[str, tuple[int, int]] = {
    "left of": (-1, 0),
    "right of": (1, 0),
    "above": (0, -1),
    "below": (0, 1),
}


def ask_where(rng: random.Random, seen: Survey) -> Pair | None:
    if not seen.singles:
        return None
    item = rng.choice(seen.singles)
    return f"Where is the {item.name}?", sentence(in_place(place_of(item)))


def ask_at(rng: random.Random, seen: Survey) -> Pair:
    """What a third of the picture holds; mostly one that holds something."""
    items = seen.scene.items
    if items and rng.random() < 0.85:
        place = rng.choice([place_of(item) for item in items])
    else:
        place = rng.choice(PLACES)
    counts = Counter(item.name for item in items if place_of(item) == place)
    return f"What is {in_place(place)}?", sentence(listing(counts, sorted(counts)))


def ask_biggest(rng: random.Random, seen: Survey) -> Pair | None:
    ranked = sorted(seen.scene.items, key=lambda item: -item.width)
    if len(ranked) < 2 or ranked[0].width < BIGGEST_MARGIN * ranked[1].width:
        return None
    question = rng.choice(("What is the biggest thing?", "What is the biggest object?"))
    return question, f"The {ranked[0].name}."


@dataclass(frozen=True)
class _Neighbour:
    """An item seen from the one asked about: how far along the side and how far across it."""

    item: Item
    along: float
    across: float

    @property
    def distance(self) -> float:
        return math.hypot(self.along, self.across)


def ask_beside(rng: random.Random, seen: Survey) -> Pair | None:
    """The nearest item to one side of another, or nothing where no item comes close to that side."""
    if len(seen.scene.items) < 2 or not seen.singles:
        return None
    for _ in range(6):
        anchor = rng.choice(seen.singles)
        side = rng.choice(tuple(_SIDES))
        near = _neighbours(seen, anchor, side)
        question = f"What is {side} the {anchor.name}?"
        if not near and rng.random() < 0.3:
            return question, "Nothing."
        if near and _is_plain(near):
            return question, sentence(singular(near[0].item.name))
    return None


def _neighbours(seen: Survey, anchor: Item, side: str) -> list[_Neighbour]:
    """All items that could be said to lie to that side, the nearest first."""
    toward_x, toward_y = _SIDES[side]
    found: list[_Neighbour] = []
    for item in seen.scene.items:
        dx, dy = item.x - anchor.x, item.y - anchor.y
        along = toward_x * dx + toward_y * dy
        across = abs(toward_y * dx + toward_x * dy)
        if item is not anchor and along > CONE_OUTSIDE * across:
            found.append(_Neighbour(item, along, across))
    return sorted(found, key=lambda neighbour: neighbour.distance)


def _is_plain(near: list[_Neighbour]) -> bool:
    """True when the nearest lies clearly to the side and nothing of another kind is about as near."""
    first = near[0]
    if first.along < CONE_INSIDE * first.across:
        return False
    limit = NEAREST_MARGIN * first.distance
    return all(other.item.name == first.item.name or other.distance >= limit for other in near[1:])
