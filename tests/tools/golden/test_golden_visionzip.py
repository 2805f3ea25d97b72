from __future__ import annotations

import math

import pytest
import torch
from golden.plain.visionzip import Look, contextual_share, rows, select

DEGREES = (0, 90, 10, 80, 40, 60, 5, 30)
"""The direction of every patch's key, in a plane."""
SCORES = (0.1, 0.4, 0.05, 0.02, 0.3, 0.06, 0.04, 0.03)


def look(scores: tuple[float, ...] = SCORES, degrees: tuple[int, ...] = DEGREES) -> Look:
    angles = torch.tensor(degrees, dtype=torch.float64) * math.pi / 180
    return Look(torch.tensor(scores, dtype=torch.float64), torch.stack([angles.cos(), angles.sin()], 1))


def test_the_split_is_that_of_the_paper() -> None:
    assert [(count - contextual_share(count), contextual_share(count)) for count in (64, 128, 192)] == [
        (54, 10),
        (108, 20),
        (162, 30),
    ]
    assert [contextual_share(count) for count in (1, 3, 4, 9, 10)] == [0, 0, 1, 1, 2]


def test_four_rows_of_eight_patches_as_found_by_hand() -> None:
    # Dominant: 1, 4, 0. Left: 2 3 5 6 7, of which the first is the only target.
    selection = select(look(), 4)
    assert selection.anchor.tolist() == [0, 1, 2, 4]
    assert selection.contextual.tolist() == [False, False, True, False]
    assert selection.owner.tolist() == [0, 1, 2, 2, 3, 2, 2, 2]
    assert selection.size.tolist() == [1, 1, 5, 1]
    assert selection.score_margin == pytest.approx(0.1 - 0.06)
    assert selection.assignment_margin == math.inf


def test_a_patch_goes_to_the_target_whose_key_is_most_like_its_own() -> None:
    scores = (*SCORES, 0.9, 0.8, 0.7, 0.6, 0.5)
    selection = select(look(scores, (*DEGREES, 0, 0, 0, 0, 0)), 10)
    # Dominant: 8..12, 1, 4, 0. Left: 2 3 5 6 7 at 10, 80, 60, 5, 30 degrees; every second is a target: 2 and 5.
    assert selection.anchor.tolist() == [0, 1, 2, 4, 5, 8, 9, 10, 11, 12]
    assert selection.contextual.nonzero()[:, 0].tolist() == [2, 4]
    assert selection.owner[[3, 6, 7]].tolist() == [4, 2, 2]
    # Patch 7, at 30 degrees, is 20 from one target and 30 from the other.
    assert selection.assignment_margin == pytest.approx(math.cos(math.pi / 9) - math.cos(math.pi / 6))


def test_a_contextual_row_is_its_target_plus_the_mean_of_what_it_gathers() -> None:
    features = torch.arange(8, dtype=torch.float64)[:, None] ** 2
    assert rows(features, select(look(), 4))[:, 0].tolist() == [0, 1, 4 + (9 + 25 + 36 + 49) / 4, 16]


def test_without_contextual_rows_what_is_not_dominant_is_dropped() -> None:
    selection = select(look(), 3)
    assert selection.anchor.tolist() == [0, 1, 4]
    assert selection.owner.tolist() == [0, 1, -1, -1, 2, -1, -1, -1]
    assert selection.size.tolist() == [1, 1, 1]
    features = torch.arange(8, dtype=torch.float64)[:, None]
    assert rows(features, selection)[:, 0].tolist() == [0, 1, 4]


def test_all_patches_are_the_patches_themselves() -> None:
    selection = select(look(), 8)
    assert selection.owner.tolist() == list(range(8))
    features = torch.arange(8, dtype=torch.float64)[:, None]
    assert torch.equal(rows(features, selection), features)


def test_equal_scores_go_to_the_earlier_patch_and_equal_keys_to_the_earlier_target() -> None:
    selection = select(look((0.5,) * 40, (0,) * 40), 12)
    assert selection.anchor.tolist() == [*range(10), 10, 25]
    assert selection.owner[10:].tolist() == [*[10] * 15, 11, *[10] * 14]
    assert (selection.score_margin, selection.assignment_margin) == (0, 0)
