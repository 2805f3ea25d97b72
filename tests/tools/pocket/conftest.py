"""Makes tools/ importable and gives the tests sprites and fonts that need no download."""

from __future__ import annotations

import colorsys
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools"))

from pocket.cache import font_path, sheet_path
from pocket.lettering import Lettering, built_in_font
from pocket.sprites import COLUMNS, TILE, Sprite, cut, tile_box
from pocket.vocabulary import CONCEPTS, EXTRA_STYLES, FONTS, STYLES, drawn_in

ALL_STYLES = [*(style for group in STYLES.values() for style in group), *EXTRA_STYLES]


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


def write_sheet(cache: Path, style: str) -> None:
    """A sheet as `prepare` leaves it, with a tile for every concept."""
    sheet = Image.new("RGBA", (COLUMNS * TILE, COLUMNS * TILE))
    for concept in CONCEPTS:
        sheet.paste(fake_tile(concept), tile_box(concept))
    path = sheet_path(cache, style)
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


@pytest.fixture(scope="session")
def sprites() -> dict[tuple[str, str], Sprite]:
    cuts = {concept: cut(fake_tile(concept)) for concept in CONCEPTS}
    return {(style, name): cuts[name] for style in ALL_STYLES for name in CONCEPTS if drawn_in(style, name)}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder as `prepare` leaves it: fake sheets of all styles, Pillow's own font for each file."""
    cache = tmp_path_factory.mktemp("cache")
    for style in ALL_STYLES:
        write_sheet(cache, style)
    for file in ("DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf"):
        path = font_path(cache, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(built_in_font().font_bytes)
    return cache


@pytest.fixture(scope="session")
def lettering() -> Lettering:
    return Lettering([built_in_font()] * len(FONTS))
