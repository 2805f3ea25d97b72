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


def test_patches_of_items_are_preferred_but_not_always_kept() -> None:
    """Of 30; blind choice would keep 11. The least score t solves 226 (1 - t) + 30 (1 + bonus - t) = 96."""
    kept = kept_patches(CLASSES, 96)
    items = ((kept >= 100) & (kept < 130)).sum(1).float()
    assert items.mean() == pytest.approx(27.1, abs=0.6)
    assert items.std() > 0.5


@pytest.mark.parametrize("count", [256, 300])
def test_all_patches_are_kept_in_order(count: int) -> None:
    assert torch.equal(kept_patches(CLASSES, count), torch.arange(256).expand(80, -1))
