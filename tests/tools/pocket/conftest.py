"""Makes tools/ importable and gives the tests a sprite set that needs no download."""

from __future__ import annotations

import colorsys
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))

from pocket.lettering import Lettering, built_in_font
from pocket.sprites import TILE, Sprite, cut
from pocket.vocabulary import CONCEPTS, FONTS, STYLES, drawn_in


def fake_color(concept: str) -> tuple[int, int, int]:
    """A colour of the concept's own."""
    hue = CONCEPTS.index(concept) / len(CONCEPTS)
    red, green, blue = (round(255 * channel) for channel in colorsys.hsv_to_rgb(hue, 0.8, 0.9))
    return red, green, blue


def fake_tile(concept: str) -> Image.Image:
    """A disc in the concept's colour, on a transparent tile."""
    tile = Image.new("RGBA", (TILE, TILE))
    ImageDraw.Draw(tile).ellipse((6, 6, TILE - 7, TILE - 7), fill=(*fake_color(concept), 255))
    return tile


@pytest.fixture(scope="session")
def sprites() -> dict[tuple[str, str], Sprite]:
    styles = [style for group in STYLES.values() for style in group]
    cuts = {concept: cut(fake_tile(concept)) for concept in CONCEPTS}
    return {(style, name): cuts[name] for style in styles for name in CONCEPTS if drawn_in(style, name)}


@pytest.fixture(scope="session")
def lettering() -> Lettering:
    return Lettering([built_in_font()] * len(FONTS))
