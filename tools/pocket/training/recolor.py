"""Sprites in changed colours, so that a model learns shapes and not the palette of an emoji set."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..sprites import Sprite, SpriteSet

VARIANTS = 6
"""Changed copies that are kept of every sprite: half of them turned as a whole, half repainted by regions."""
REGIONS = 5
"""Colours of a drawing that are told apart when it is repainted."""
CHANGED_SHARE = 0.5
INK_STYLE = "contrast"
"""This style is drawn in one black ink; all its copies are tinted, and none is left black."""

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


class RecoloredSprites(Mapping[tuple[str, str], Sprite]):
    """Gives out a sprite as drawn, or now and then (`CHANGED_SHARE`) one of its recoloured copies."""

    def __init__(self, sprites: SpriteSet, rng: random.Random) -> None:
        self._rng = rng
        self._drawn = sprites
        self._changed = {
            key: [_changed(sprite, key[0], rng, whole=number % 2 == 0) for number in range(VARIANTS)]
            for key, sprite in sprites.items()
        }

    def __getitem__(self, key: tuple[str, str]) -> Sprite:
        if key[0] == INK_STYLE or self._rng.random() < CHANGED_SHARE:
            return self._rng.choice(self._changed[key])
        return self._drawn[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._drawn)

    def __len__(self) -> int:
        return len(self._drawn)


def _changed(sprite: Sprite, style: str, rng: random.Random, whole: bool) -> Sprite:
    if whole or style == INK_STYLE:
        matrix = _matrix(rng, style)
        return Sprite(_apply(sprite.full, matrix), _apply(sprite.half, matrix))
    full = _repainted(sprite.full, rng)
    return Sprite(full, full.resize(sprite.half.size, Image.Resampling.BOX))


def _repainted(image: Image.Image, rng: random.Random) -> Image.Image:
    """Every region of one colour in another tint, most of them near the old one: a white cow turns brown."""
    regions = np.asarray(image.convert("RGBA").convert("RGB").quantize(REGIONS))
    changed = np.asarray(image).copy()
    for region in range(REGIONS):
        turn = rng.gauss(0, 0.5) if rng.random() < 0.6 else rng.uniform(-math.pi, math.pi)
        offset = np.array([rng.gauss(0, 0.1) for _ in range(3)], np.float32) + np.float32(rng.gauss(0, 0.12))
        tinted = np.asarray(_apply(image, (_hue_rotation(turn, rng.uniform(0.5, 1.3)), offset)))
        changed[regions == region] = tinted[regions == region]
    return Image.frombytes("RGBa", image.size, changed.tobytes())


Matrix = tuple[NDArray[np.float32], NDArray[np.float32]]
"""A 3 x 3 mixture of the colour channels and an offset, both for colours in 0..1."""


def _matrix(rng: random.Random, style: str) -> Matrix:
    if style == INK_STYLE:
        ink = np.array([rng.random() * rng.choice((0.4, 1)) for _ in range(3)], np.float32)
        return np.zeros((3, 3), np.float32), ink
    turn, saturation = rng.uniform(-math.pi, math.pi), rng.choice((0.0, rng.uniform(0.4, 1.2)))
    return _hue_rotation(turn, saturation), np.full(3, rng.uniform(-0.08, 0.08), np.float32)


def _hue_rotation(turn: float, saturation: float) -> NDArray[np.float32]:
    """Turns colours about the grey axis and scales their distance from it; brightness stays."""
    grey = np.full((3, 3), 1 / 3, np.float32)
    cross = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], np.float32) / math.sqrt(3)
    rotation = grey + math.cos(turn) * (np.eye(3, dtype=np.float32) - grey) + math.sin(turn) * cross
    luma = np.tile(_LUMA, (3, 1))
    kept: NDArray[np.float32] = luma + saturation * (rotation - luma @ rotation)
    return kept


def _apply(image: Image.Image, matrix: Matrix) -> Image.Image:
    """Works on the premultiplied pixels: the offset is multiplied by alpha as well."""
    mix, offset = matrix
    pixels = np.asarray(image).astype(np.float32)
    alpha = pixels[..., 3:]
    colors = pixels[..., :3] @ mix.T + offset * alpha
    changed = np.concatenate([np.clip(colors, 0, alpha), alpha], -1).round().astype(np.uint8)
    return Image.frombytes("RGBa", image.size, changed.tobytes())
