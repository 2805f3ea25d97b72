"""What there is to say about a scene: counts, single items and places, worked out once per scene."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..scene import SIDE, Item, Scene
from ..vocabulary import PLACES


@dataclass(frozen=True)
class Survey:
    """`counts`: items by name; `names`: the same names, sorted; `singles`: items without a twin."""

    scene: Scene
    counts: Counter[str]
    names: tuple[str, ...]
    singles: tuple[Item, ...]


def survey(scene: Scene) -> Survey:
    counts = Counter(item.name for item in scene.items)
    singles = tuple(item for item in scene.items if counts[item.name] == 1)
    return Survey(scene, counts, tuple(sorted(counts)), singles)


def place_of(item: Item) -> str:
    """The third of the picture that holds the item's centre."""
    return PLACES[_third(item.y) * 3 + _third(item.x)]


def _third(value: float) -> int:
    return 0 if value < SIDE / 3 else 1 if value < 2 * SIDE / 3 else 2
