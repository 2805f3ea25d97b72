from __future__ import annotations

import torch
from golden.plain.merging import Matching
from golden.plain.thresholds import pool


def matching(best: list[float]) -> Matching:
    scores = torch.tensor(best)
    return Matching(scores, torch.zeros(len(best), dtype=torch.long), scores - 1, 2 * len(best), 0)


def test_a_batch_shares_its_merges_between_simple_and_complex_images() -> None:
    pooled = pool([matching([0.9, 0.8, 0.7]), matching([0.5, 0.95, 0.2])], 1)
    assert pooled.plans is not None
    assert [plan.merged.tolist() for plan in pooled.plans] == [[0], [1]]
    pooled = pool([matching([0.9, 0.8, 0.7]), matching([0.5, 0.4, 0.2])], 1)
    assert pooled.plans is not None
    assert [plan.merged.tolist() for plan in pooled.plans] == [[0, 1], []]
    assert pooled.threshold == torch.tensor(0.7).item()


def test_kept_rows_stand_in_ascending_order() -> None:
    pooled = pool([matching([0.1, 0.9, 0.5])], 1)
    assert pooled.plans is not None
    assert pooled.plans[0].kept.tolist() == [0, 2]


def test_no_merges_give_a_threshold_of_one() -> None:
    pooled = pool([matching([0.9, 0.8])], 0)
    assert (pooled.threshold, pooled.plans) == (1.0, None)


def test_a_threshold_is_never_below_zero_and_never_beyond_the_list() -> None:
    assert pool([matching([0.5, -0.3])], 1).threshold == 0
    assert pool([matching([0.5, 0.4])], 9).threshold == torch.tensor(0.4).item()


def test_the_margin_is_that_of_the_closest_decision() -> None:
    assert abs(pool([matching([0.9, 0.8, 0.75])], 2).margin - 0.05) < 1e-6
