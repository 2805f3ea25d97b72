"""What a scene made by hand does that `plan.py` never does, and the model therefore never saw."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .plan import (
    COUNT_WEIGHTS,
    LARGEST_SIGN_TILT,
    LARGEST_TILT,
    MOST_KINDS,
    SIGN_SHAPES,
    SIGN_WIDTHS,
    inside_third,
    overlap,
    size_range,
)
from .scene import SIDE, Item, Scene, Sign, Thing
from .vocabulary import drawn_in

_ROUNDING = 1e-6


def flaws(scene: Scene) -> list[str]:
    """One sentence per flaw; none where the scene could have come from the plan."""
    return [*_of_counts(scene), *itertools.chain.from_iterable(_of_item(item, scene) for item in scene.items)]


def _of_counts(scene: Scene) -> Iterator[str]:
    kinds = {item.concept for item in scene.items if isinstance(item, Thing)}
    signs = sum(isinstance(item, Sign) for item in scene.items)
    if len(scene.items) >= len(COUNT_WEIGHTS):
        yield f"{len(scene.items)} items are too many."
    if len(kinds) > MOST_KINDS:
        yield f"{len(kinds)} kinds of things are too many."
    if signs > 1:
        yield "There is more than one sign."
    if scene.color == scene.accent:
        yield "Both background colours are the same."


def _of_item(item: Item, scene: Scene) -> Iterator[str]:
    half_width, half_height = item.width / 2, item.height / 2
    if not (
        _within(item.x, half_width, SIDE - half_width) and _within(item.y, half_height, SIDE - half_height)
    ):
        yield f"The {item.name} reaches out of the picture."
    if not (inside_third(item.x) and inside_third(item.y)):
        yield f"The centre of the {item.name} is too near a border between thirds."
    for other in itertools.takewhile(lambda other: other is not item, scene.items):
        if overlap(item.x, item.y, item.width, item.height, other):
            yield f"The {item.name} overlaps the {other.name}."
    yield from _of_sign(item) if isinstance(item, Sign) else _of_thing(item, len(scene.items))


def _of_sign(sign: Sign) -> Iterator[str]:
    if not _within(sign.width / SIDE, *SIGN_WIDTHS):
        yield f"The board of {sign.word} is too narrow or too wide."
    if not _within(sign.height / sign.width, *SIGN_SHAPES):
        yield f"The board of {sign.word} is too flat or too high."
    if abs(sign.angle) > LARGEST_SIGN_TILT:
        yield f"The board of {sign.word} is turned too far."


def _of_thing(thing: Thing, wanted: int) -> Iterator[str]:
    if not _within(thing.size / SIDE, *size_range(wanted)):
        yield f"The {thing.name} is too small or too large beside so many items."
    if abs(thing.angle) > LARGEST_TILT:
        yield f"The {thing.name} is turned too far."
    if not drawn_in(thing.style, thing.concept):
        yield f"The style {thing.style} does not draw the {thing.name}."


def _within(value: float, low: float, high: float) -> bool:
    return low - _ROUNDING <= value <= high + _ROUNDING
