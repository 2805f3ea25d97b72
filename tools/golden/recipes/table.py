"""The cases that can be made, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import llava, llava_next, onevision, paligemma
from .checkpoint import Checkpoint


@dataclass(frozen=True)
class Recipe:
    build: Callable[[int], Checkpoint]
    size: tuple[int, int]
    """Width and height of the picture, in pixels."""
    question: str
    tome_total: int | None
    off_layer: int | None = None
    """A layer (from 0) that merges nothing under the thresholds."""
    model_of: str | None = None
    """The case whose checkpoint this one shares; it must be made first, beside it."""
    frames: int = 1
    find: tuple[int, int] | None = None
    """Batches and pictures per batch for threshold finding."""


_VIDEO_SIZE = (120, 90)

RECIPES: dict[str, Recipe] = {
    "llava15-clip": Recipe(llava.with_clip, (150, 110), "What is in the picture?", 20, find=(3, 8)),
    "llava15-siglip": Recipe(llava.with_siglip, (150, 110), "How many shapes are there?", 27, find=(3, 8)),
    "llava-next": Recipe(llava_next.build, (186, 124), "Describe the image.", 14, off_layer=3),
    "onevision": Recipe(onevision.build, (180, 120), "What is shown?", 27, off_layer=3),
    "onevision-shrink": Recipe(onevision.build, (380, 290), "What is shown?", None, off_layer=3, model_of="onevision"),
    "onevision-video": Recipe(onevision.build, _VIDEO_SIZE, "What is shown?", None, model_of="onevision", frames=4),
    "paligemma": Recipe(paligemma.build, (150, 110), "What is in the picture?", 27, find=(2, 4)),
}
