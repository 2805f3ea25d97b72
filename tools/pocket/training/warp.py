"""Sprites by another hand: stretched, tapered and bent afresh at every use, as shapes should be learnt."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..sprites import Sprite, SpriteSet

WARPED_SHARE = 0.6
_OUTWARD, _INWARD = 0.16, 0.05
"""How far a corner of the square that is read may lie outside and inside of the drawing, in sides of it."""
CELLS = 3
_BENT = 0.05
"""How far every crossing of a grid of CELLS x CELLS moves by itself, in sides: heads grow, legs shorten."""


class WarpedSprites(Mapping[tuple[str, str], Sprite]):
    """Gives out a sprite as it is, or (`WARPED_SHARE`) seen through a crooked square."""

    def __init__(self, sprites: SpriteSet, rng: random.Random) -> None:
        self._sprites, self._rng = sprites, rng

    def __getitem__(self, key: tuple[str, str]) -> Sprite:
        sprite = self._sprites[key]
        return _warp(sprite, self._rng) if self._rng.random() < WARPED_SHARE else sprite

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._sprites)

    def __len__(self) -> int:
        return len(self._sprites)


def _warp(sprite: Sprite, rng: random.Random) -> Sprite:
    side = sprite.full.width
    points = source_points(side, rng)
    lines = [round(side * line / CELLS) for line in range(CELLS + 1)]
    mesh = []
    for row in range(CELLS):
        for column in range(CELLS):
            box = (lines[column], lines[row], lines[column + 1], lines[row + 1])
            around = (points[row + dy][column + dx] for dy, dx in ((0, 0), (1, 0), (1, 1), (0, 1)))
            mesh.append((box, tuple(value for point in around for value in point)))
    full = sprite.full.transform((side, side), Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
    return Sprite(full, full.resize((side // 2, side // 2), Image.Resampling.BOX))


def source_points(side: int, rng: random.Random) -> NDArray[np.float64]:
    """[CELLS + 1, CELLS + 1, 2]: what the crossings of a grid read of the drawing, x and y in pixels."""
    numbers = np.random.RandomState(rng.getrandbits(32))
    outward = numbers.uniform(-_INWARD, _OUTWARD, (2, 2, 2))
    corners = np.array([[(0, 0), (1, 0)], [(0, 1), (1, 1)]]) * (1 + 2 * outward) - outward
    line = np.linspace(0, 1, CELLS + 1)
    rows = corners[0] + line[:, None, None] * (corners[1] - corners[0])  # left and right ends of every line
    points = rows[:, :1] + line[None, :, None] * (rows[:, 1:] - rows[:, :1])
    return np.asarray((points + numbers.uniform(-_BENT, _BENT, points.shape)) * side)
