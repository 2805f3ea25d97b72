"""Decides what stands where in a scene; draws nothing. The distribution is that of the model's training."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from .scene import SIDE, Item, Scene, Sign, Thing
from .vocabulary import COLORS, CONCEPTS, FONTS, TEXTURES, WORDS, drawn_in

COUNT_WEIGHTS = (2, 20, 22, 18, 12, 9, 7, 5, 5)
"""How often a scene is planned with 0, 1, ... 8 items."""
SIGN_CHANCE = 0.22
EDGE_MARGIN = 7
"""No centre lies this close to a border between thirds, so that `where` has one true answer."""
SIGN_WIDTHS = (0.36, 0.7)
"""Width of a sign's board in picture widths."""
SMALL_PRINT = (0.3, SIGN_WIDTHS[0])
"""The same where words are to be hard to read: the smallest of the training and less."""
SIGN_SHAPES = (0.38, 0.5)
"""Height of a board in widths of it."""
LARGEST_TILT, LARGEST_SIGN_TILT = 15, 4
"""Degrees that things and boards are turned by at most, to either side."""
MOST_KINDS = 4
_PLACE_ATTEMPTS = 40
_SIZE_ATTEMPTS = 4


def plan_scene(
    rng: random.Random,
    styles: Sequence[str],
    sign_chance: float = SIGN_CHANCE,
    count: int | None = None,
    texture: str | None = None,
    sign_widths: tuple[float, float] = SIGN_WIDTHS,
) -> Scene:
    """A scene with `count` items (drawn at random when None); fewer where no room is left."""
    background = texture or rng.choice(list(TEXTURES))
    color, accent = rng.sample(list(COLORS), 2)
    wanted = rng.choices(range(len(COUNT_WEIGHTS)), COUNT_WEIGHTS)[0] if count is None else count
    items: list[Item] = []
    if rng.random() < sign_chance:
        _add_sign(rng, items, sign_widths)
    concepts = _pick_concepts(rng, styles, wanted)
    for index in range(wanted - len(items)):
        concept = concepts[index] if index < len(concepts) else rng.choice(concepts)
        _add_thing(rng, items, concept, styles, wanted)
    return Scene(background, color, accent, tuple(items), rng.getrandbits(32))


def size_range(wanted: int) -> tuple[float, float]:
    """Smallest and largest box of a thing in picture widths, where so many items are wanted."""
    smallest = 0.22 if wanted <= 2 else 0.18
    largest = 0.5 if wanted <= 2 else 0.38 if wanted <= 4 else 0.28
    return smallest, largest


def _pick_concepts(rng: random.Random, styles: Sequence[str], wanted: int) -> list[str]:
    """Few kinds for many items, so that there is something to count."""
    if wanted == 0:
        return []
    drawable = [name for name in CONCEPTS if any(drawn_in(style, name) for style in styles)]
    return rng.sample(drawable, min(wanted, rng.choice((1, 2, 2, 3, 3, MOST_KINDS))))


def _add_sign(rng: random.Random, items: list[Item], widths: tuple[float, float]) -> None:
    width = rng.uniform(*widths) * SIDE
    height = width * rng.uniform(*SIGN_SHAPES)
    spot = _free_spot(rng, items, width, height)
    if spot is not None:
        word, font = rng.choice(WORDS), rng.randrange(len(FONTS))
        angle = rng.uniform(-LARGEST_SIGN_TILT, LARGEST_SIGN_TILT)
        items.append(Sign(word, font, *spot, width, height, angle, rng.getrandbits(32)))


def _add_thing(
    rng: random.Random, items: list[Item], concept: str, styles: Sequence[str], wanted: int
) -> None:
    for _ in range(_SIZE_ATTEMPTS):
        size = rng.uniform(*size_range(wanted)) * SIDE
        spot = _free_spot(rng, items, size, size)
        if spot is None:
            continue
        style = rng.choice([style for style in styles if drawn_in(style, concept)])
        angle, flipped = rng.uniform(-LARGEST_TILT, LARGEST_TILT), rng.random() < 0.5
        items.append(Thing(concept, style, *spot, size, angle, flipped, rng.getrandbits(32)))
        return


def _free_spot(
    rng: random.Random, items: Sequence[Item], width: float, height: float
) -> tuple[float, float] | None:
    """A centre at which a box lies inside the picture and clear of the items, or None."""
    for _ in range(_PLACE_ATTEMPTS):
        x = rng.uniform(width / 2, SIDE - width / 2)
        y = rng.uniform(height / 2, SIDE - height / 2)
        if not (inside_third(x) and inside_third(y)):
            continue
        if not any(overlap(x, y, width, height, item) for item in items):
            return x, y
    return None


def inside_third(value: float) -> bool:
    """Whether a coordinate of a centre keeps its distance from the borders between thirds."""
    return min(abs(value - SIDE / 3), abs(value - 2 * SIDE / 3)) > EDGE_MARGIN


def overlap(x: float, y: float, width: float, height: float, other: Item) -> bool:
    """Boards are boxes; two things are discs."""
    reach_x, reach_y = (width + other.width) / 2, (height + other.height) / 2
    if width == height and isinstance(other, Thing):
        return math.hypot(x - other.x, y - other.y) <= reach_x
    return abs(x - other.x) <= reach_x and abs(y - other.y) <= reach_y
