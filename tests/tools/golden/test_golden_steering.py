from __future__ import annotations

import pytest
import torch
from golden.plain.merging import ByThreshold, soft_matching
from golden.plain.steering import Steering, plan

METRIC = torch.tensor([[1, 0], [1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6], [0, 1]])
"""Every token one patch; scores of the even ones: 1, 1, 0.96 with the odd ones 0, 2, 1."""


@pytest.mark.parametrize("threshold", [0.5, 0.95, 0.98, 1.0])
def test_the_same_threshold_everywhere_is_the_plain_rule(threshold: float) -> None:
    matching = soft_matching(METRIC, 0)
    of_pairs = Steering(torch.full((1, 6), threshold)).of_pairs(0, matching, torch.arange(6))
    steered, plain = plan(matching, of_pairs), ByThreshold((threshold,))(0, matching)
    if plain is None:
        assert steered is None
    else:
        assert steered is not None
        assert steered.merged.tolist() == plain.merged.tolist()
        assert steered.kept.tolist() == plain.kept.tolist()


def test_a_pair_takes_the_larger_threshold_of_its_tokens_and_a_token_the_largest_of_its_patches() -> None:
    matching = soft_matching(METRIC, 0)
    of_patches = torch.tensor([[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9]])
    place = torch.tensor([0, 1, 2, 3, 4, 5, 0])  # the first token holds two patches
    steering = Steering(of_patches)
    torch.testing.assert_close(steering.of_tokens(0, place, 6), torch.tensor([0.9, 0.2, 0.3, 0.4, 0.5, 0.6]))
    torch.testing.assert_close(steering.of_pairs(0, matching, place), torch.tensor([0.9, 0.6, 0.5]))


def test_rows_that_may_merge_go_first() -> None:
    matching = soft_matching(METRIC, 0)
    found = plan(matching, torch.tensor([2.0, 0.5, 0.5]))
    assert found is not None
    assert found.merged.tolist() == [1, 2]
    assert found.kept.tolist() == [0]
