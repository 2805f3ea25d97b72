"""What cameras and codecs do to a picture: exposure, softness, compression marks and noise."""

from __future__ import annotations

import io
import random

import numpy as np
from PIL import Image, ImageFilter

from .palette import tone_curve


def degrade(picture: Image.Image, rng: random.Random) -> Image.Image:
    """The RGB picture with each kind of damage or without it, as `rng` decides."""
    if rng.random() < 0.5:
        picture = picture.point(tone_curve(rng.uniform(0.86, 1.14), rng.uniform(-12, 12)) * 3)
    softness = rng.random()
    if softness < 0.25:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0)))
    elif softness < 0.33:
        picture = _resample(picture, rng.uniform(1.2, 2))
    if rng.random() < 0.15:
        picture = _compress(picture, rng.randint(40, 92))
    if rng.random() < 0.25:
        picture = _add_noise(picture, rng.uniform(2, 11), rng.getrandbits(32))
    return picture


def _resample(picture: Image.Image, factor: float) -> Image.Image:
    larger = int(picture.width * factor), int(picture.height * factor)
    return picture.resize(larger, Image.Resampling.BICUBIC).resize(picture.size, Image.Resampling.BILINEAR)


def _compress(picture: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as compressed:
        return compressed.convert("RGB")


def _add_noise(picture: Image.Image, deviation: float, seed: int) -> Image.Image:
    pixels = np.asarray(picture)
    # RandomState because its stream is frozen by numpy; the newer generators may change between versions.
    noise = np.random.RandomState(seed).standard_normal(pixels.shape) * deviation
    return Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8))
