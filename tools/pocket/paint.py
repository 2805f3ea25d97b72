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


_OPAQUE = [255 if alpha > 127 else 0 for alpha in range(256)]
"""Lookup table: which pixels of a layer count as the item's own."""


def paint_scene(
    scene: Scene, sprites: SpriteSet, lettering: Lettering, degraded: bool = False, scale: int = 1
) -> Image.Image:
    """An RGB picture of SIDE x SIDE pixels, times `scale`.

    `degraded` shifts the colours of things and adds blur, noise and JPEG marks, as in training;
    pictures to measure on are clean.
    """
    return paint_with_item_map(scene, sprites, lettering, degraded, scale)[0]


def paint_with_item_map(
    scene: Scene, sprites: SpriteSet, lettering: Lettering, degraded: bool = False, scale: int = 1
) -> tuple[Image.Image, Image.Image]:
    """The picture and, as an `L` image of its size, whose pixel is whose: 0 background, i + 1 item i."""
    rng = random.Random(scene.seed)
    picture = paint_background(scene, rng, scale)
    item_map = Image.new("L", picture.size)
    for number, item in enumerate(scene.items, start=1):
        if isinstance(item, Sign):
            layer = draw_board(item, lettering, scale)
        else:
            layer = _draw_thing(item, sprites[item.style, item.concept], scale)
            if degraded:
                layer = _shift_tones(layer, random.Random(item.seed))
        corner = round(item.x * scale - layer.width / 2), round(item.y * scale - layer.height / 2)
        alpha = layer.getchannel("A")
        picture.paste(layer, corner, alpha)
        item_map.paste(number, corner, alpha.point(_OPAQUE))
    return (degrade(picture, rng) if degraded else picture), item_map


def _draw_thing(thing: Thing, sprite: Sprite, scale: int) -> Image.Image:
    """The scaled, turned and perhaps mirrored sprite as straight-alpha RGBA."""
    size = thing.size * scale
    source = sprite.for_size(size)
    angle = math.radians(thing.angle)
    cosine, sine = math.cos(angle), math.sin(angle)
    side = math.ceil(size * (abs(cosine) + abs(sine)))
    zoom = source.width / size  # source pixels per picture pixel
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
