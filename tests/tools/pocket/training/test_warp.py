from __future__ import annotations

import random

import numpy as np

from pocket.sprites import cut
from pocket.training.warp import CELLS, WARPED_SHARE, WarpedSprites, source_points

from conftest import fake_tile

SPRITE = cut(fake_tile("cat"))


def drawn(count: int) -> list[bytes]:
    sprites = WarpedSprites({("noto", "cat"): SPRITE}, random.Random(4))
    return [sprites["noto", "cat"].full.tobytes() for _ in range(count)]


def test_a_warped_sprite_is_never_the_same_twice_and_the_others_stay_as_they_are() -> None:
    copies = drawn(300)
    kept = copies.count(SPRITE.full.tobytes())
    assert abs(kept / 300 - (1 - WARPED_SHARE)) < 0.08
    assert len(set(copies)) == 300 - kept + 1


def test_warping_keeps_the_box_and_most_of_the_drawing() -> None:
    visible = np.asarray(SPRITE.full)[..., 3] > 127
    for copy in drawn(100):
        alpha = np.frombuffer(copy, np.uint8).reshape(*SPRITE.full.size, 4)[..., 3] > 127
        assert 0.45 < alpha.sum() / visible.sum() < 1.2


def test_parts_are_bent_against_each_other() -> None:
    """A chessboard seen through one crooked square keeps its straight edges; here their slopes differ."""
    edges = []
    for seed in range(8):
        points = source_points(90, random.Random(seed))
        middle = points[1:-1, 1:-1].reshape(-1, 2)
        straight = np.linspace(points[1, 0], points[1, -1], CELLS + 1)[1:-1]
        edges.append(np.abs(points[1, 1:-1] - straight).max())
        assert ((middle > 0) & (middle < 90)).all()
    assert min(edges) > 0.3
    assert max(edges) < 0.1 * 90 * 1.5


def test_both_sizes_are_warped_alike() -> None:
    sprites = WarpedSprites({("noto", "cat"): SPRITE}, random.Random(1))
    for _ in range(20):
        sprite = sprites["noto", "cat"]
        small = np.asarray(sprite.full.resize(sprite.half.size)).astype(float)
        assert np.abs(small - np.asarray(sprite.half)).mean() < 6
