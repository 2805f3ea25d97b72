"""The second picture of the painters: whose pixel is whose."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from pocket.lettering import Lettering
from pocket.paint import paint_scene, paint_with_item_map
from pocket.scene import Scene
from pocket.sprites import SpriteSet

from samples import board, planned, scene, thing


class Painter:
    """Paints item maps with the fake sprites."""

    def __init__(self, sprites: SpriteSet, lettering: Lettering) -> None:
        self.sprites, self.lettering = sprites, lettering

    def item_map(self, plan: Scene, degraded: bool = False, scale: int = 1) -> NDArray[np.uint8]:
        return np.asarray(paint_with_item_map(plan, self.sprites, self.lettering, degraded, scale)[1])

    def picture(self, plan: Scene) -> NDArray[np.uint8]:
        return np.asarray(paint_with_item_map(plan, self.sprites, self.lettering)[0])


@pytest.fixture
def painter(sprites: SpriteSet, lettering: Lettering) -> Painter:
    return Painter(sprites, lettering)


def test_pixels_carry_the_number_of_their_item_and_0_on_the_background(painter: Painter) -> None:
    owners = painter.item_map(scene(thing("cat", 50, 60), board("EXIT", 150, 170)))
    assert owners.shape == (224, 224)
    assert (owners[60, 50], owners[170, 150], owners[10, 200]) == (1, 2, 0)
    assert set(np.unique(owners)) == {0, 1, 2}


def test_an_item_owns_the_pixels_of_its_drawing(painter: Painter) -> None:
    owners = painter.item_map(scene(thing("cat", 50, 60, 60), board("EXIT", 150, 170)))
    assert np.sum(owners == 1) == pytest.approx(math.pi * 30**2, rel=0.03)
    assert np.sum(owners == 2) == 100 * 45
    rows, columns = np.nonzero(owners == 1)
    assert (rows.mean(), columns.mean()) == pytest.approx((59.5, 49.5), abs=0.6)


def test_the_map_lies_on_the_picture(painter: Painter) -> None:
    plan = scene(thing("cat", 50, 60), thing("frog", 160, 140, 80), color="black")
    picture, owners = painter.picture(plan).astype(int), painter.item_map(plan)
    changed = np.abs(picture - picture[0, 0]).sum(-1) > 200
    assert np.mean(changed == (owners > 0)) > 0.995


def test_a_later_item_covers_an_earlier_one(painter: Painter) -> None:
    owners = painter.item_map(scene(thing("cat", 100, 100, 60), thing("dog", 110, 100, 60)))
    assert owners[100, 105] == 2
    assert owners[100, 75] == 1


def test_degrading_moves_nobody(painter: Painter) -> None:
    for plan in planned(20):
        assert np.array_equal(painter.item_map(plan), painter.item_map(plan, degraded=True))


def test_the_map_grows_with_the_scale(painter: Painter) -> None:
    plan = scene(thing("cat", 50, 60, 60))
    small, large = painter.item_map(plan), painter.item_map(plan, scale=2)
    assert large.shape == (448, 448)
    assert np.sum(large == 1) == pytest.approx(4 * np.sum(small == 1), rel=0.03)


def test_the_picture_is_that_of_paint_scene(
    painter: Painter, sprites: SpriteSet, lettering: Lettering
) -> None:
    for plan in planned(10):
        assert np.array_equal(painter.picture(plan), np.asarray(paint_scene(plan, sprites, lettering)))
