"""Background textures: how much of the accent colour shows through the main one, and where."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from .palette import jitter
from .scene import SIDE, Scene
from .vocabulary import COLORS

Blend = NDArray[np.floating]
"""[side, side] weight of the accent colour, 0..255."""

_PATTERN_WEIGHT = 90
"""Patterns stay about a third accent, so that the main colour can be named."""


def paint_background(scene: Scene, rng: random.Random, scale: int = 1) -> Image.Image:
    """The empty RGB picture, `scale` times SIDE wide.

    Both colours are jittered; the pattern is drawn by `rng`. Chance is drawn alike at every scale: the
    pattern is the same, only finer.
    """
    side = SIDE * scale
    color = jitter(COLORS[scene.color], rng)
    accent = jitter(COLORS[scene.accent], rng)
    ground = Image.new("RGB", (side, side), color)
    if scene.texture == "plain":
        return ground
    if scene.texture == "confetti":
        return _scatter_dots(ground, accent, rng)
    mask = _MASKS[scene.texture](rng, side)
    return Image.composite(Image.new("RGB", (side, side), accent), ground, mask)


def _scatter_dots(ground: Image.Image, accent: tuple[int, int, int], rng: random.Random) -> Image.Image:
    brush, side = ImageDraw.Draw(ground), ground.width
    for _ in range(rng.randint(14, 44)):
        x, y, radius = rng.random() * side, rng.random() * side, rng.uniform(0.012, 0.03) * side
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=accent)
    return ground


@cache
def _axis(side: int) -> NDArray[np.float32]:
    """Pixel centres from edge to edge, 0..1. [side]"""
    return (np.arange(side, dtype=np.float32) + np.float32(0.5)) / np.float32(side)


def _along(side: int, angle: float, center: float) -> Blend:
    """Position along a direction, in picture widths, 0 at `center`. [side, side]"""
    x, y = (_axis(side) - center)[None, :], (_axis(side) - center)[:, None]
    return x * math.cos(angle) + y * math.sin(angle)


def _gradient(rng: random.Random, side: int) -> Image.Image:
    ramp = _along(side, rng.uniform(0, 2 * math.pi), 0.5) * 0.5 + 0.2
    return _mask(np.clip(ramp, 0, 0.42) * 255)


def _stripes(rng: random.Random, side: int) -> Image.Image:
    wave = np.sin(_along(side, rng.uniform(0, math.pi), 0) * 2 * math.pi * rng.uniform(3, 9))
    return _mask(((wave * 4).clip(-1, 1) + 1) * _PATTERN_WEIGHT / 2)


def _checks(rng: random.Random, side: int) -> Image.Image:
    cell = (_axis(side) * rng.randint(4, 10)).astype(np.int32)
    return _mask((cell[None, :] + cell[:, None]) % 2 * float(_PATTERN_WEIGHT))


def _lattice(rng: random.Random, side: int, points: int, strongest: int) -> Image.Image:
    """Random weights on a square lattice, smoothly enlarged: few points are clouds, many are noise."""
    values = bytes(rng.randrange(strongest) for _ in range(points * points))
    coarse = Image.frombytes("L", (points, points), values)
    return coarse.resize((side, side), Image.Resampling.BICUBIC)


def _clouds(rng: random.Random, side: int) -> Image.Image:
    return _lattice(rng, side, rng.randint(3, 6), 130)


def _noise(rng: random.Random, side: int) -> Image.Image:
    return _lattice(rng, side, rng.randint(28, 60), 110)


def _mask(blend: Blend) -> Image.Image:
    return Image.fromarray(blend.astype(np.uint8))


_MASKS: dict[str, Callable[[random.Random, int], Image.Image]] = {
    "gradient": _gradient,
    "stripes": _stripes,
    "checks": _checks,
    "clouds": _clouds,
    "noise": _noise,
}
