"""Scenes for the tests: hand-placed ones with known answers, and planned ones by the hundred."""

from __future__ import annotations

from pocket.chance import stream
from pocket.plan import plan_scene
from pocket.scene import Item, Scene, Sign, Thing
from pocket.vocabulary import STYLES


def thing(concept: str, x: float, y: float, size: float = 50, style: str = "noto") -> Thing:
    return Thing(concept, style, x, y, size, angle=0, flipped=False, seed=1)


def board(word: str, x: float, y: float) -> Sign:
    return Sign(word, font=0, x=x, y=y, width=100, height=45, angle=0, seed=1)


def scene(*items: Item, texture: str = "plain", color: str = "blue", accent: str = "white") -> Scene:
    return Scene(texture, color, accent, items, seed=1)


def planned(count: int, seed: int = 7, style: str = "seen") -> list[Scene]:
    return [plan_scene(stream("scene", seed, index), STYLES[style]) for index in range(count)]
