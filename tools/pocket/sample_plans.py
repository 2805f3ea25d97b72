"""The sample pictures of the shelf as plans: reads `sample_plans.json`, where things are placed by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, TypedDict

from .boards import board_seed
from .scene import SIDE, Item, Scene, Sign, Thing
from .vocabulary import FONTS, STYLES

_PLANS = Path(__file__).with_name("sample_plans.json")


class _Background(TypedDict):
    texture: str
    color: str
    accent: str


class _Item(TypedDict):
    """A thing (`thing`, `size`) or a sign (`sign`, `width`, `height`, `font`, `board`).

    Positions and sizes are in picture widths, angles in degrees as in `scene.py`; `style` overrides the
    picture's.
    """

    x: float
    y: float
    angle: float
    thing: NotRequired[str]
    size: NotRequired[float]
    flipped: NotRequired[bool]
    style: NotRequired[str]
    sign: NotRequired[str]
    width: NotRequired[float]
    height: NotRequired[float]
    font: NotRequired[str]
    board: NotRequired[str]


class _Plan(TypedDict):
    file: str
    title: str
    style: str
    background: _Background
    seed: int
    items: list[_Item]
    opening: NotRequired[bool]


@dataclass(frozen=True)
class Sample:
    """One picture of the shelf. `opening`: the one that a first start shows."""

    file: str
    title: str
    scene: Scene
    opening: bool

    @property
    def held_out(self) -> bool:
        """Whether something is drawn in a style that the model was not trained on."""
        styles = {item.style for item in self.scene.items if isinstance(item, Thing)}
        return not styles.isdisjoint(STYLES["new"])


def read_samples(path: Path = _PLANS) -> list[Sample]:
    """In the order of the file, which is that of rising complexity."""
    plans: list[_Plan] = json.loads(path.read_text(encoding="utf-8"))
    return [Sample(plan["file"], plan["title"], _scene(plan), plan.get("opening", False)) for plan in plans]


def _scene(plan: _Plan) -> Scene:
    ground = plan["background"]
    items = tuple(_item(item, plan["style"]) for item in plan["items"])
    return Scene(ground["texture"], ground["color"], ground["accent"], items, plan["seed"])


def _item(item: _Item, style: str) -> Item:
    x, y, angle = item["x"] * SIDE, item["y"] * SIDE, item["angle"]
    if "sign" in item:
        font, width, height = FONTS.index(item["font"]), item["width"] * SIDE, item["height"] * SIDE
        return Sign(item["sign"], font, x, y, width, height, angle, board_seed(item["board"]))
    style, size = item.get("style", style), item["size"] * SIDE
    return Thing(item["thing"], style, x, y, size, angle, item.get("flipped", False), seed=0)
