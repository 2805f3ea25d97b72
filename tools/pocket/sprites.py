"""The drawn concepts: reads the rasterised sheets that `prepare.py` makes and cuts them into sprites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from .cache import prepared, sheet_path
from .vocabulary import CONCEPTS, drawn_in

TILE = 72
"""Side of one rasterised concept; the encoder was trained on sprites of this sharpness."""
COLUMNS = 10
_VISIBLE = 24
"""Alpha above which a pixel belongs to the drawing."""


@dataclass(frozen=True)
class Sprite:
    """A drawing cut to its square bounding box (premultiplied `RGBa`), and the same at half size."""

    full: Image.Image
    half: Image.Image

    def for_size(self, size: float) -> Image.Image:
        """The picture to resample from for a box of `size` pixels: the half one where it must shrink much."""
        return self.half if size < 0.62 * self.full.width else self.full


SpriteSet = Mapping[tuple[str, str], Sprite]
"""(style, concept) -> sprite."""


def tile_box(concept: str) -> tuple[int, int, int, int]:
    """Where a sheet keeps a concept: row by row in alphabetical order."""
    row, column = divmod(CONCEPTS.index(concept), COLUMNS)
    return column * TILE, row * TILE, (column + 1) * TILE, (row + 1) * TILE


def load_sprites(cache: Path, styles: Iterable[str]) -> dict[tuple[str, str], Sprite]:
    """All sprites of the styles. Raises NotPreparedError when a sheet is not in the cache."""
    sprites: dict[tuple[str, str], Sprite] = {}
    for style in styles:
        with Image.open(prepared(sheet_path(cache, style))) as sheet:
            for concept in CONCEPTS:
                if drawn_in(style, concept):
                    sprites[style, concept] = cut(sheet.crop(tile_box(concept)))
    return sprites


def cut(tile: Image.Image) -> Sprite:
    """A sprite from a straight-alpha RGBA tile: its visible pixels, centred in their smallest square."""
    pixels = np.asarray(tile.convert("RGBA").convert("RGBa"))  # [height, width, 4]
    rows, columns = np.nonzero(pixels[..., 3] > _VISIBLE)
    drawing = pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = drawing.shape[:2]
    side = max(height, width)
    square = np.zeros((side, side, 4), np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = drawing
    full = Image.frombytes("RGBa", (side, side), square.tobytes())
    return Sprite(full, full.resize((side // 2, side // 2), Image.Resampling.BOX))
