"""What every patch of a painted scene shows, as numbers to learn from; read off the plan and the item map."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from ..questions.survey import place_of
from ..scene import SIDE, Item, Scene, Sign
from ..vocabulary import COLORS, CONCEPTS, PLACES, TEXTURES, WORDS

IGNORED = -100
"""The label that no loss counts."""
CLASSES = len(CONCEPTS) + 2
"""Background is 0, the concepts follow in alphabetical order, a sign is the last."""
SIGN_CLASS = CLASSES - 1
MAX_ITEMS = 9
_OWNED, _EMPTY = 0.25, 0.06
"""A patch belongs to the item that covers this share of it, and to the background below the other share."""

CLASS_OF: dict[str, int] = {name: index for index, name in enumerate(("", *CONCEPTS, "sign"))}
_COLORS = {name: index for index, name in enumerate(COLORS)}
_TEXTURES = {name: index for index, name in enumerate(TEXTURES)}
_PLACES = {name: index for index, name in enumerate(PLACES)}
_WORDS = {word: index for index, word in enumerate(WORDS)}


@dataclass(frozen=True)
class Targets:
    """Labels by patch and of the scene.

    `patches` int64 [patches, 5]: class, word, place of the item, twins of the item, total.
    `box` float32 [patches, 3]: the item's centre in -1..1 and the logarithm of its size (0 on background).
    `centre` float32 [patches]: how much of an item's centre lies here. The four nearest patches share it, the
    nearer the more, so that all of them add up to the number of items.
    `scene` int64 [2]: background colour and texture.
    """

    patches: NDArray[np.int64]
    box: NDArray[np.float32]
    centre: NDArray[np.float32]
    scene: NDArray[np.int64]


def dense_targets(scene: Scene, item_map: NDArray[np.uint8], patch: int) -> Targets:
    """Targets for a grid of patches; `item_map` is [SIDE, SIDE] as painted by `paint_with_item_map`."""
    grid = SIDE // patch
    owner = _owners(item_map, patch)  # [patches], -1 background, -2 undecided
    table = np.array([_labels(scene, item) for item in scene.items] or [[0] * 4], np.int64)
    boxes = np.array([_box(item) for item in scene.items] or [[0] * 3], np.float32)
    owned = owner >= 0
    patches = np.full((grid * grid, 5), IGNORED, np.int64)
    patches[owner == -1, 0] = 0
    patches[owned, :4] = table[owner[owned]]
    patches[:, 4] = len(scene.items)
    box = np.where(owned[:, None], boxes[np.maximum(owner, 0)], 0).astype(np.float32)
    ground = np.array([_COLORS[scene.color], _TEXTURES[scene.texture]], np.int64)
    return Targets(patches, box, _centres(scene, patch), ground)


def _owners(item_map: NDArray[np.uint8], patch: int) -> NDArray[np.int64]:
    grid = SIDE // patch
    tiles = item_map.reshape(grid, patch, grid, patch).transpose(0, 2, 1, 3).reshape(grid * grid, -1)
    shares = np.stack([(tiles == item).mean(1) for item in range(1, MAX_ITEMS + 1)], 1)
    best = shares.argmax(1)
    owner = np.where(shares.max(1) >= _OWNED, best, -2)
    owner[shares.sum(1) < _EMPTY] = -1
    return owner


def _labels(scene: Scene, item: Item) -> list[int]:
    counts = Counter(other.name for other in scene.items)
    word = _WORDS[item.word] if isinstance(item, Sign) else IGNORED
    return [CLASS_OF[item.name], word, _PLACES[place_of(item)], counts[item.name]]


def _box(item: Item) -> list[float]:
    return [item.x / SIDE * 2 - 1, item.y / SIDE * 2 - 1, log2(item.width / 60)]


def _centres(scene: Scene, patch: int) -> NDArray[np.float32]:
    """A centre within half a patch of the border of the picture is shared by fewer patches."""
    grid = SIDE // patch
    centres = np.zeros((grid, grid), np.float32)
    for item in scene.items:
        rows, columns = (_shares(place / patch - 0.5, grid) for place in (item.y, item.x))
        centres += np.outer(rows, columns)
    return centres.reshape(-1)


def _shares(place: float, count: int) -> NDArray[np.float32]:
    """Linear weights of `count` points 0, 1, ... for a place between two of them; they add up to 1."""
    inside = min(max(place, 0), count - 1)
    far: NDArray[np.float32] = np.abs(np.arange(count, dtype=np.float32) - np.float32(inside))
    return np.maximum(np.float32(0), 1 - far)
