"""Small colour chance shared by the painters."""

from __future__ import annotations

import random

Rgb = tuple[int, int, int]


def jitter(color: Rgb, rng: random.Random, amplitude: float = 12) -> Rgb:
    """The colour with each channel moved by up to `amplitude`, kept in 0..255."""
    red, green, blue = (int(min(255, max(0, value + rng.uniform(-amplitude, amplitude)))) for value in color)
    return red, green, blue


def tone_curve(gain: float, offset: float) -> list[int]:
    """Lookup table of 256 entries for `gain * value + offset`."""
    return [min(255, max(0, int(value * gain + offset))) for value in range(256)]
