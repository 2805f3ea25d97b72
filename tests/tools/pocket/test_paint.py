from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pocket.boards import draw_board
from pocket.lettering import Lettering
from pocket.paint import paint_scene
from pocket.scene import SIDE, Scene
from pocket.sprites import TILE, SpriteSet, cut
from pocket.vocabulary import COLORS, TEXTURES

from conftest import fake_color
from samples import board, planned, scene, thing


def pixels(
    plan: Scene, sprites: SpriteSet, lettering: Lettering, degraded: bool = False
) -> NDArray[np.float64]:
    return np.asarray(paint_scene(plan, sprites, lettering, degraded)).astype(float)


@pytest.mark.parametrize("degraded", [False, True])
def test_the_same_scene_paints_the_same_pixels(
    sprites: SpriteSet, lettering: Lettering, degraded: bool
) -> None:
    for plan in planned(20):
        first, second = (pixels(plan, sprites, lettering, degraded) for _ in range(2))
        assert first.shape == (SIDE, SIDE, 3)
        assert np.array_equal(first, second)


def test_degraded_pictures_keep_their_scene(sprites: SpriteSet, lettering: Lettering) -> None:
    plans = planned(40)
    difference = [
        np.abs(pixels(plan, sprites, lettering) - pixels(plan, sprites, lettering, degraded=True)).mean()
        for plan in plans
    ]
    assert np.mean([value > 0 for value in difference]) > 0.7
    assert max(difference) < 40


def test_a_thing_is_painted_where_and_as_large_as_planned(sprites: SpriteSet, lettering: Lettering) -> None:
    plan = scene(thing("frog", 70, 150, 60), color="black")
    picture = pixels(plan, sprites, lettering)
    rows, columns = np.nonzero(np.abs(picture - picture[0, 0]).sum(-1) > 60)
    assert (rows.mean(), columns.mean()) == pytest.approx((149.5, 69.5), abs=1)
    assert (np.ptp(rows), np.ptp(columns)) == pytest.approx((59, 59), abs=3)
    assert picture[150, 70] == pytest.approx(fake_color("frog"), abs=1)


def test_things_leave_no_dark_rim(sprites: SpriteSet, lettering: Lettering) -> None:
    plan = scene(thing("frog", 112, 112, 90), color="white")
    picture = pixels(plan, sprites, lettering)
    disc = np.array(fake_color("frog"))
    assert (picture >= np.minimum(disc, picture[0, 0]) - 3).all()


@pytest.mark.parametrize(
    ("angle", "flipped", "red"),
    [(0, False, "left"), (0, True, "right"), (90, False, "top"), (90, True, "bottom")],
)
def test_things_are_mirrored_first_and_then_turned_clockwise(
    lettering: Lettering, angle: float, flipped: bool, red: str
) -> None:
    tile = Image.new("RGBA", (TILE, TILE), (0, 0, 255, 255))
    tile.paste((255, 0, 0, 255), (0, 0, TILE // 2, TILE))
    item = replace(thing("frog", 112, 112, 80), angle=angle, flipped=flipped)
    picture = pixels(scene(item), {("noto", "frog"): cut(tile)}, lettering)
    probes = {"left": (112, 92), "right": (112, 132), "top": (92, 112), "bottom": (132, 112)}
    row, column = probes[red]
    assert picture[row, column].tolist() == [255, 0, 0]
    assert picture[224 - row, 224 - column].tolist() == [0, 0, 255]


@pytest.mark.parametrize("texture", list(TEXTURES))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_named_color_dominates_every_texture(
    sprites: SpriteSet, lettering: Lettering, texture: str, seed: int
) -> None:
    plan = replace(scene(texture=texture, color="teal", accent="red"), seed=seed)
    mean = pixels(plan, sprites, lettering).mean((0, 1))
    to_main, to_accent = (np.linalg.norm(mean - np.array(COLORS[name])) for name in ("teal", "red"))
    assert to_main < to_accent


def test_only_the_plain_texture_is_flat(sprites: SpriteSet, lettering: Lettering) -> None:
    spread = {name: pixels(scene(texture=name), sprites, lettering).std((0, 1)).max() for name in TEXTURES}
    assert spread.pop("plain") == 0
    assert min(spread.values()) > 5


def test_a_board_shows_its_word_in_ink_of_its_own(lettering: Lettering) -> None:
    layer = np.asarray(draw_board(board("EXIT", 112, 112), lettering)).astype(float)
    assert layer.shape == (45, 100, 4)
    assert (layer[..., 3] == 255).all()
    ground, ink = layer[3, 3, :3], layer[0, 0, :3]
    inked = np.linalg.norm(layer[4:-4, 4:-4, :3] - ink, axis=-1) < np.linalg.norm(ink - ground) / 4
    assert 0.05 < inked.mean() < 0.5


def test_words_differ_on_the_board(lettering: Lettering) -> None:
    one, other = (np.asarray(draw_board(board(word, 112, 112), lettering)) for word in ("TEA", "VAN"))
    assert one.shape == other.shape
    assert not np.array_equal(one, other)
