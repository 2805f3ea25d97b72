"""Sprites by another hand: stretched, sheared and tapered afresh at every use, as shapes should be learnt."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from PIL import Image

from ..sprites import Sprite, SpriteSet

WARPED_SHARE = 0.6
_OUTWARD, _INWARD = 0.16, 0.05
"""How far a corner of the square that is read may lie outside and inside of the drawing, in sides of it."""


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

    def low() -> float:
        return rng.uniform(-_OUTWARD, _INWARD) * side

    def high() -> float:
        return side - low()

    corners = (low(), low(), low(), high(), high(), high(), high(), low())
    full = sprite.full.transform((side, side), Image.Transform.QUAD, corners, Image.Resampling.BILINEAR)
    return Sprite(full, full.resize((side // 2, side // 2), Image.Resampling.BOX))
