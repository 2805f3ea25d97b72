"""Labels of hand-placed items: an item map drawn by hand, on a grid of 16 x 16 patches of 14 pixels."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pocket.training.targets import CLASS_OF, IGNORED, SIGN_CLASS, Targets, dense_targets
from pocket.vocabulary import CONCEPTS

from samples import board, scene, thing

FARM = scene(
    thing("cat", 49, 35, 60),
    thing("cat", 189, 35, 30),
    board("FARM", 112, 182),
    color="teal",
    texture="checks",
)
CLASS, WORD, PLACE, TWINS, TOTAL = range(5)


def farm_map() -> NDArray[np.uint8]:
    """The first cat fills 3 x 3 patches, the second one, the board 4 x 2."""
    owners = np.zeros((224, 224), np.uint8)
    owners[14:56, 28:70] = 1
    owners[28:42, 182:196] = 2
    owners[168:196, 84:140] = 3
    return owners


def patch(row: int, column: int) -> int:
    return row * 16 + column


@pytest.fixture(scope="module")
def farm() -> Targets:
    return dense_targets(FARM, farm_map(), 14)


def test_classes_are_background_concepts_and_sign() -> None:
    assert (CLASS_OF[""], CLASS_OF["airplane"], CLASS_OF["whale"], SIGN_CLASS) == (0, 1, 100, 101)
    assert CLASS_OF["sign"] == SIGN_CLASS
    assert len(CLASS_OF) == len(CONCEPTS) + 2


def test_a_patch_of_a_thing_has_its_class_place_and_twins_and_no_word(farm: Targets) -> None:
    labels = farm.patches[patch(2, 3)].tolist()
    assert labels == [CLASS_OF["cat"], IGNORED, 0, 2, 3]


def test_a_patch_of_a_sign_has_its_word(farm: Targets) -> None:
    labels = farm.patches[patch(12, 7)]
    assert (labels[CLASS], labels[WORD], labels[PLACE], labels[TWINS]) == (SIGN_CLASS, 14, 7, 1)


def test_twins_stand_in_places_of_their_own(farm: Targets) -> None:
    assert farm.patches[patch(2, 13), [CLASS, PLACE, TWINS]].tolist() == [CLASS_OF["cat"], 2, 2]


def test_a_patch_of_the_background_is_class_0_and_has_nothing_of_an_item(farm: Targets) -> None:
    assert farm.patches[patch(8, 1)].tolist() == [0, IGNORED, IGNORED, IGNORED, 3]


def test_a_centre_is_shared_by_the_nearest_patches(farm: Targets) -> None:
    """The cats' lie in the middle of a patch each, the board's in the corner of four."""
    found = {int(at): round(float(farm.centre[at]), 3) for at in np.flatnonzero(farm.centre)}
    assert found == {
        patch(2, 3): 1,
        patch(2, 13): 1,
        patch(12, 7): 0.25,
        patch(12, 8): 0.25,
        patch(13, 7): 0.25,
        patch(13, 8): 0.25,
    }


def test_centres_add_up_to_the_number_of_items(farm: Targets) -> None:
    assert farm.centre.sum() == pytest.approx(3)
    corner = dense_targets(scene(thing("cat", 3, 222)), np.zeros((224, 224), np.uint8), 14)
    assert np.flatnonzero(corner.centre).tolist() == [patch(15, 0)]
    assert corner.centre.sum() == pytest.approx(1)


def test_every_patch_knows_how_many_items_there_are(farm: Targets) -> None:
    assert (farm.patches[:, TOTAL] == 3).all()


def test_boxes_are_centre_and_size_on_items_and_0_elsewhere(farm: Targets) -> None:
    assert farm.box[patch(1, 2)] == pytest.approx([-0.5625, -0.6875, 0])
    assert farm.box[patch(2, 13)] == pytest.approx([0.6875, -0.6875, -1])
    assert farm.box[patch(8, 1)].tolist() == [0, 0, 0]
    assert [str(labels.dtype) for labels in (farm.patches, farm.box)] == ["int64", "float32"]


def test_the_scene_has_its_colour_and_texture(farm: Targets) -> None:
    assert farm.scene.tolist() == [4, 3]


def test_all_patches_are_counted_once(farm: Targets) -> None:
    classes = farm.patches[:, CLASS]
    counts = [int(np.sum(classes == one)) for one in (CLASS_OF["cat"], SIGN_CLASS, 0)]
    assert counts == [10, 8, 238]


@pytest.mark.parametrize(
    ("pixels", "label"),
    [(0, 0), (11, 0), (12, IGNORED), (48, IGNORED), (49, CLASS_OF["cat"]), (196, CLASS_OF["cat"])],
)
def test_a_patch_on_the_border_of_an_item_is_ignored(pixels: int, label: int) -> None:
    """6 % of 196 pixels are 11.8, 25 % are 49."""
    owners = np.zeros((224, 224), np.uint8)
    tile = np.zeros(196, np.uint8)
    tile[:pixels] = 1
    owners[:14, :14] = tile.reshape(14, 14)
    targets = dense_targets(scene(thing("cat", 49, 35)), owners, 14)
    assert targets.patches[0, CLASS] == label


def test_a_patch_of_two_items_belongs_to_the_one_with_more_of_it() -> None:
    owners = np.zeros((224, 224), np.uint8)
    owners[:14, :5], owners[:14, 5:14] = 1, 2
    targets = dense_targets(scene(thing("cat", 20, 20), thing("dog", 60, 20)), owners, 14)
    assert targets.patches[0, CLASS] == CLASS_OF["dog"]


def test_a_scene_without_items_is_all_background() -> None:
    targets = dense_targets(scene(), np.zeros((224, 224), np.uint8), 14)
    assert (targets.patches == [0, IGNORED, IGNORED, IGNORED, 0]).all()
    assert (targets.box == 0).all()
    assert (targets.centre == 0).all()
