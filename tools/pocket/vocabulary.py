"""The closed world of the scenes: concepts, styles, colours, textures, words and places.

The embedded model was trained on exactly these names; a change here needs a new model.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict


class Glyph(TypedDict):
    """Where the emoji sets keep a concept: by code point, or by icon name where a set has no codes."""

    code: str
    icon: str


GLYPHS: dict[str, dict[str, Glyph]] = json.loads(
    Path(__file__).with_name("concepts.json").read_text(encoding="utf-8")
)
"""Category -> concept -> glyph."""

CATEGORY: dict[str, str] = {name: group for group, members in GLYPHS.items() for name in members}
CONCEPTS: tuple[str, ...] = tuple(sorted(CATEGORY))

STYLES: dict[str, tuple[str, ...]] = {
    "seen": ("noto", "twemoji", "flat", "fluent", "openmoji"),
    "new": ("emojione",),
}
"""`seen` styles are trained on and measured; the `new` one is held out to test what carries over."""

EXTRA_STYLES = ("blob", "firefox", "outline", "contrast")
"""Trained on beside the `seen` ones, so that more than five hands teach a shape; never measured."""

_MISSING = {
    "emojione": "chair",
    "blob": "chair",
    "firefox": (
        "rabbit,panda,lion,butterfly,ladybug,whale,owl,duck,crab,apple,carrot,pizza,ice cream,cake,egg,"
        "cheese,corn,truck,house,tree,moon,sun,snowman,book,clock,lock,drum,football,basketball,gift,hat,shoe,phone,"
        "laptop,light bulb,scissors,heart,chair,bed,mug"
    ),
    "outline": (
        "panda,lion,frog,penguin,fish,butterfly,owl,duck,crab,banana,strawberry,pineapple,watermelon,carrot,"
        "pizza,hamburger,ice cream,cake,doughnut,egg,cheese,corn,train,house,tree,sunflower,cactus,star,sun,"
        "cloud,snowman,book,clock,key,lock,drum,football,gift,hat,glasses,phone,camera,laptop,light bulb,"
        "scissors,pencil,hammer,candle,heart,chair,bed,mug,trophy"
    ),
}

UNDRAWN: frozenset[tuple[str, str]] = frozenset(
    (style, concept) for style, names in _MISSING.items() for concept in names.split(",")
)
"""The (style, concept) pairs that the emoji sets do not draw."""

COLORS: dict[str, tuple[int, int, int]] = {
    "red": (214, 48, 49),
    "orange": (242, 145, 40),
    "yellow": (245, 218, 70),
    "green": (60, 160, 80),
    "teal": (40, 170, 175),
    "blue": (55, 100, 215),
    "purple": (130, 75, 180),
    "pink": (247, 165, 200),
    "brown": (125, 82, 50),
    "gray": (140, 142, 148),
    "white": (246, 246, 246),
    "black": (28, 28, 32),
}

TEXTURES: dict[str, str] = {
    "plain": "a plain",
    "gradient": "a smooth",
    "stripes": "a striped",
    "checks": "a checkered",
    "clouds": "a cloudy",
    "noise": "a noisy",
    "confetti": "a dotted",
}
"""Background texture -> how a description speaks of it, with its article."""

WORDS: tuple[str, ...] = tuple(
    (
        "STOP OPEN EXIT CAFE BANK TAXI PARK ZOO SHOP HOTEL TOYS BOOK FISH MILK FARM GYM BUS MUSIC "
        "PHOTO PUB SALE FREE HELP INFO LIFT MAP MENU NEWS ONE PAY QUIET RENT SLOW TEA VAN WAIT YES "
        "ART BAR BED BEACH CLUB COLD DANCE EAST FAST GAME GOLF HOT ICE JAZZ KIDS LEFT NORTH POOL "
        "RIGHT SOUTH TRAM WEST HOME"
    ).split()
)

FONTS: tuple[str, ...] = ("aileron", "dejavu", "liberation")
"""Fonts of the painted words; see `lettering.py` for the files."""

PLACES: tuple[str, ...] = (
    "top left",
    "top",
    "top right",
    "left",
    "middle",
    "right",
    "bottom left",
    "bottom",
    "bottom right",
)
"""The thirds of the picture, row by row."""


def drawn_in(style: str, concept: str) -> bool:
    """Whether the emoji set of the style draws the concept."""
    return (style, concept) not in UNDRAWN
