from __future__ import annotations

import math

import pytest
import torch
from golden.plain.dart import prune
from golden.plain.rows import match
from torch import Tensor


def fan(*degrees: float, length: float = 1.0) -> Tensor:
    angles = torch.tensor(degrees, dtype=torch.float64) * math.pi / 180
    return length * torch.stack([angles.cos(), angles.sin()], 1)


def test_rows_join_in_rounds_until_nothing_is_above_the_threshold() -> None:
    found = match(fan(0, 4, 2, 6), math.cos(math.radians(4.1)))
    assert found.owner.tolist() == [0, 0, 0, 0]
    assert len(found.scores) == 2
    assert torch.allclose(found.rows[0], fan(0, 4, 2, 6).mean(0))
    assert match(fan(0, 5, 90, 80), math.cos(math.radians(7))).owner.tolist() == [0, 0, 1, 2]


def test_a_threshold_of_one_is_off() -> None:
    assert match(fan(0, 0, 0), 1).owner.tolist() == [0, 1, 2]


def test_pivots_are_the_rows_of_largest_norm_and_keep_what_is_least_like_them() -> None:
    directions = fan(40, 10, 20, 30, 80, 50, 70, 60, 15)
    rows = directions * torch.tensor([1, 1, 9, 8, 1, 7, 1, 6, 1])[:, None]
    assert prune(rows, 4).anchor.tolist() == [2, 3, 5, 7]
    assert prune(rows, 6).anchor.tolist() == [1, 2, 3, 4, 5, 7]
    assert prune(rows, 9).anchor.tolist() == list(range(9))


def test_margins_tell_how_near_a_decision_was() -> None:
    found = match(fan(0, 5, 90, 80), math.cos(math.radians(7)))
    assert found.tau_margin == pytest.approx(math.cos(math.radians(5)) - math.cos(math.radians(7)))
    assert prune(fan(10, 20, 30, 40, 50, 60), 5).norm_margin >= 0
