from __future__ import annotations

import pytest
import torch

from pocket.training.patch_subset import kept_patches

CLASSES = torch.zeros(80, 256, dtype=torch.long)
CLASSES[:, 100:130] = 7


@pytest.fixture(autouse=True)
def seed() -> None:
    torch.manual_seed(6)


def test_kept_patches_rise_without_repeats() -> None:
    kept = kept_patches(CLASSES, 96)
    assert kept.shape == (80, 96)
    assert (kept.diff(dim=1) > 0).all()
    assert (kept[0] != kept[1]).any()


def test_no_patch_of_an_item_is_missing_while_the_background_fills_the_rest() -> None:
    kept = kept_patches(CLASSES, 96)
    items = (kept >= 100) & (kept < 130)
    assert (items.sum(1) == 30).all()
    background = kept[~items]
    assert len(background.unique()) == 226


def test_of_more_item_patches_than_are_read_some_are_drawn_by_chance() -> None:
    kept = kept_patches(CLASSES, 20)
    assert ((kept >= 100) & (kept < 130)).all()
    assert len(kept.unique()) == 30


@pytest.mark.parametrize("count", [256, 300])
def test_all_patches_are_kept_in_order(count: int) -> None:
    assert torch.equal(kept_patches(CLASSES, count), torch.arange(256).expand(80, -1))
