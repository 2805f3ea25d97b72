"""Sign boards: a coloured rectangle with a border and one painted word."""

from __future__ import annotations

import itertools
import random

from PIL import Image, ImageDraw

from .lettering import Lettering
from .palette import Rgb, jitter
from .scene import Sign

_SCHEMES: dict[str, tuple[Rgb, Rgb]] = {
    "white": ((250, 250, 245), (25, 25, 30)),
    "yellow": ((245, 205, 50), (30, 25, 20)),
    "blue": ((40, 90, 190), (250, 250, 250)),
    "green": ((30, 120, 70), (250, 250, 250)),
    "red": ((190, 35, 40), (250, 250, 250)),
    "dark": ((35, 35, 40), (245, 240, 220)),
    "wood": ((165, 115, 65), (250, 240, 220)),
}
"""Board and letter colours."""
_BORDER = 2


def draw_board(sign: Sign, lettering: Lettering, scale: int = 1) -> Image.Image:
    """The turned board as straight-alpha RGBA, as large as its turned box times `scale`."""
    rng = random.Random(sign.seed)
    board, ink = (jitter(color, rng) for color in _SCHEMES[_scheme(rng)])
    width, height = round(sign.width * scale), round(sign.height * scale)
    layer = Image.new("RGBA", (width, height), (*board, 255))
    edge = (0, 0, width - 1, height - 1)
    ImageDraw.Draw(layer).rectangle(edge, outline=(*ink, 255), width=_BORDER * scale)
    letters = _fit(lettering.mask(sign.word, sign.font), width * 0.86, height * 0.72)
    left, top = (width - letters.width) // 2, (height - letters.height) // 2
    layer.paste((*ink, 255), (left, top), letters)
    return layer.rotate(sign.angle, Image.Resampling.BICUBIC, expand=True)


def board_seed(scheme: str) -> int:
    """The smallest seed of a sign whose board has this scheme. Raises ValueError where there is none."""
    if scheme not in _SCHEMES:
        raise ValueError(f"There is no {scheme} board; choose among {', '.join(_SCHEMES)}.")
    return next(seed for seed in itertools.count() if _scheme(random.Random(seed)) == scheme)


def _scheme(rng: random.Random) -> str:
    return rng.choice(tuple(_SCHEMES))


def _fit(mask: Image.Image, width: float, height: float) -> Image.Image:
    """The mask scaled to fill the box as far as its shape allows."""
    scale = min(width / mask.width, height / mask.height)
    size = max(1, round(mask.width * scale)), max(1, round(mask.height * scale))
    if scale > 0.6:
        return mask.resize(size, Image.Resampling.BILINEAR)
    return mask.resize(size, Image.Resampling.BOX if scale < 0.3 else Image.Resampling.BICUBIC)
