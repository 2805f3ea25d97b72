"""What a scene is, as plain data in units of the 224-pixel picture; no drawing and no chance here."""

from __future__ import annotations

from dataclasses import dataclass

SIDE = 224
"""Side of the square picture in pixels; every position and size below is in this unit."""


@dataclass(frozen=True)
class Thing:
    """One drawn concept. `x`, `y`: centre; `size`: side of its square box; `angle`: degrees clockwise."""

    concept: str
    style: str
    x: float
    y: float
    size: float
    angle: float
    flipped: bool
    seed: int

    @property
    def name(self) -> str:
        return self.concept

    @property
    def width(self) -> float:
        return self.size

    @property
    def height(self) -> float:
        return self.size


@dataclass(frozen=True)
class Sign:
    """One board with a painted word. `font`: index into the lettering; `angle`: degrees counter-clockwise."""

    word: str
    font: int
    x: float
    y: float
    width: float
    height: float
    angle: float
    seed: int

    @property
    def name(self) -> str:
        return "sign"


Item = Thing | Sign


@dataclass(frozen=True)
class Scene:
    """A background and the items on it, in painting order; `seed` drives all painting chance."""

    texture: str
    color: str
    accent: str
    items: tuple[Item, ...]
    seed: int
