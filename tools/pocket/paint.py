"""Turns a planned scene into a picture: background, things and boards, in that order."""

from __future__ import annotations

import math
import random

from PIL import Image

from .backgrounds import paint_background
from .boards import draw_board
from .degrade import degrade
from .lettering import Lettering
from .palette import tone_curve
from .scene import Scene, Sign, Thing
from .sprites import Sprite, SpriteSet

_TONED_SHARE = 0.6
"""Share of things whose colours are shifted when the picture is degraded."""


def paint_scene(
    scene: Scene, sprites: SpriteSet, lettering: Lettering, degraded: bool = False
) -> Image.Image:
    """An RGB picture of SIDE x SIDE pixels.

    `degraded` shifts the colours of things and adds blur, noise and JPEG marks, as in training;
    pictures to measure on are clean.
    """
    rng = random.Random(scene.seed)
    picture = paint_background(scene, rng)
    for item in scene.items:
        if isinstance(item, Sign):
            layer = draw_board(item, lettering)
        else:
            layer = _draw_thing(item, sprites[item.style, item.concept])
            if degraded:
                layer = _shift_tones(layer, random.Random(item.seed))
        corner = round(item.x - layer.width / 2), round(item.y - layer.height / 2)
        picture.paste(layer, corner, layer.getchannel("A"))
    return degrade(picture, rng) if degraded else picture


def _draw_thing(thing: Thing, sprite: Sprite) -> Image.Image:
    """The scaled, turned and perhaps mirrored sprite as straight-alpha RGBA."""
    source = sprite.for_size(thing.size)
    angle = math.radians(thing.angle)
    cosine, sine = math.cos(angle), math.sin(angle)
    side = math.ceil(thing.size * (abs(cosine) + abs(sine)))
    zoom = source.width / thing.size  # source pixels per picture pixel
    mirror = -1 if thing.flipped else 1
    a, b = mirror * cosine * zoom, mirror * sine * zoom
    d, e = -sine * zoom, cosine * zoom
    middle, center = side / 2, source.width / 2
    matrix = (a, b, center - (a + b) * middle, d, e, center - (d + e) * middle)
    # Premultiplied while resampling, so that the invisible pixels around a drawing leave no dark rim.
    turned = source.transform((side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    return turned.convert("RGBA")


def _shift_tones(layer: Image.Image, rng: random.Random) -> Image.Image:
    if rng.random() >= _TONED_SHARE:
        return layer
    brightness = rng.uniform(0.8, 1.2)
    table: list[int] = []
    for _ in range(3):
        table += tone_curve(brightness * rng.uniform(0.9, 1.1), rng.uniform(-14, 14))
    return layer.point([*table, *range(256)])
