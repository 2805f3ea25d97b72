"""The painted words: one grey mask per word and font, to be tinted and scaled onto a board."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .cache import NotPreparedError, font_path, prepared
from .vocabulary import FONTS

Font = ImageFont.FreeTypeFont

_FILES = {"dejavu": "DejaVuSans-Bold.ttf", "liberation": "LiberationSans-Bold.ttf"}
_FILE_SIZE = 64
_BUILT_IN_SIZE = 72
"""Aileron comes with Pillow; it is regular, not bold, and therefore drawn larger."""


class Lettering:
    """Word masks by (word, font index), drawn when first asked for."""

    def __init__(self, fonts: Sequence[Font]) -> None:
        self._fonts = fonts
        self._masks: dict[tuple[str, int], Image.Image] = {}

    def mask(self, word: str, font: int) -> Image.Image:
        """`L` image cut to the word's ink: 255 inside the letters."""
        key = (word, font)
        if key not in self._masks:
            self._masks[key] = _draw(word, self._fonts[font])
        return self._masks[key]


def load_lettering(cache: Path, scale: int = 1) -> Lettering:
    """The three fonts, for pictures painted at a scale. Raises NotPreparedError when a font is missing."""
    return Lettering([_load(cache, name, scale) for name in FONTS])


def built_in_font(scale: int = 1) -> Font:
    """Aileron. Raises NotPreparedError when Pillow cannot draw outlines."""
    font = ImageFont.load_default(_BUILT_IN_SIZE * scale)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise NotPreparedError("This Pillow was built without FreeType; install the pinned wheel.")
    return font


def _load(cache: Path, name: str, scale: int) -> Font:
    file = _FILES.get(name)
    if file is None:
        return built_in_font(scale)
    return ImageFont.truetype(str(prepared(font_path(cache, file))), _FILE_SIZE * scale)


def _draw(word: str, font: Font) -> Image.Image:
    left, top, right, bottom = (round(edge) for edge in font.getbbox(word))
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).text((-left, -top), word, 255, font=font)
    return mask
