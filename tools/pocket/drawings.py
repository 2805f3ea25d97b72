"""The drawn concepts at full sharpness: rasterises what `prepare.py` keeps as SVG, when first asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import resvg_py
from PIL import Image

from .cache import drawings_path, prepared
from .sprites import Sprite, cut

Drawings = dict[tuple[str, str], str]
"""(style, concept) -> SVG document."""


def rasterise(svg: str, side: int) -> Image.Image:
    """The document as a straight-alpha RGBA square."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side, skip_system_fonts=True)
    with Image.open(io.BytesIO(png)) as tile:
        return tile.convert("RGBA")


def load_drawings(cache: Path, styles: Iterable[str]) -> Drawings:
    """All drawings of the styles. Raises NotPreparedError when a style is not in the cache."""
    drawings: Drawings = {}
    for style in styles:
        documents = json.loads(prepared(drawings_path(cache, style)).read_text(encoding="utf-8"))
        drawings |= {(style, concept): svg for concept, svg in documents.items()}
    return drawings


class LargeSprites(Mapping[tuple[str, str], Sprite]):
    """Sprites cut from tiles of `tile` pixels, for pictures painted at a scale."""

    def __init__(self, drawings: Drawings, tile: int) -> None:
        self._drawings, self._tile = drawings, tile
        self._sprites: dict[tuple[str, str], Sprite] = {}

    def __getitem__(self, key: tuple[str, str]) -> Sprite:
        if key not in self._sprites:
            self._sprites[key] = cut(rasterise(self._drawings[key], self._tile))
        return self._sprites[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._drawings)

    def __len__(self) -> int:
        return len(self._drawings)
