"""Pictures with plain and busy parts, so that some patches merge early and others never. Same seed, same picture."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def _colour(chance: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in chance.integers(0, 256, 3))
    return red, green, blue


def _background(chance: np.random.Generator, width: int, height: int) -> Image.Image:
    """A soft fall from one colour to another."""
    ends = np.array([_colour(chance), _colour(chance)], dtype=float)
    angle = chance.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width]
    along = np.cos(angle) * x / width + np.sin(angle) * y / height
    share = (along - along.min()) / (along.max() - along.min())
    pixels = ends[0] + share[..., None] * (ends[1] - ends[0])
    return Image.fromarray(pixels.round().astype(np.uint8), "RGB")


def picture(seed: int, width: int, height: int, shift: float = 0.0) -> Image.Image:
    """Shapes and a patch of noise on a soft background. `shift` moves the shapes, in parts of the width."""
    chance = np.random.default_rng(seed)
    image = _background(chance, width, height)
    pen = ImageDraw.Draw(image)
    for number in range(int(chance.integers(3, 7))):
        radius = chance.uniform(0.06, 0.25) * min(width, height)
        x, y = chance.uniform(0, width) + shift * width * (1 + number % 2), chance.uniform(0, height)
        box = (x - radius, y - radius, x + radius, y + radius)
        draw = pen.ellipse if chance.random() < 0.5 else pen.rectangle
        draw(box, fill=_colour(chance))
    side = max(8, min(width, height) // 3)
    grain = chance.integers(0, 256, (side, side, 3), dtype=np.uint8)
    noise = Image.fromarray(grain, "RGB").filter(ImageFilter.GaussianBlur(1))
    image.paste(noise, (int(chance.integers(0, width - side + 1)), int(chance.integers(0, height - side + 1))))
    return image
