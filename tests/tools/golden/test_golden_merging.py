from __future__ import annotations

import math

import pytest
import torch
from golden.plain.merging import ByCount, ByThreshold, Matching, Plan, destinations, merge, soft_matching

METRIC = torch.tensor([[1, 0], [1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6], [0, 1]])


def matched(metric: torch.Tensor = METRIC, protected: int = 0) -> Matching:
    return soft_matching(metric, protected)


def owners(matching: Matching, plan: Plan | None) -> tuple[list[int], list[float]]:
    """(new place of every token, sizes) for tokens of size 1."""
    assert plan is not None
    where = destinations(matching, plan)
    size = merge(torch.zeros(matching.tokens, 1), torch.ones(matching.tokens), where)[1]
    return where.tolist(), size.tolist()


@pytest.mark.parametrize(
    ("threshold", "places", "sizes"),
    [(0.98, [1, 1, 3, 2, 0, 3], [1, 2, 1, 2]), (0.95, [0, 0, 2, 1, 1, 2], [2, 2, 2])],
)
def test_the_worked_example_merges_as_counted_by_hand(threshold: float, places: list[int], sizes: list[float]) -> None:
    plan = ByThreshold((threshold,))(0, matched())
    assert owners(matched(), plan) == (places, sizes)


def test_scores_are_cosines_of_even_tokens_with_odd_ones() -> None:
    matching = matched(3 * METRIC)
    torch.testing.assert_close(matching.best, torch.tensor([1.0, 1.0, 0.96]))
    assert matching.partner.tolist() == [0, 2, 1]
    torch.testing.assert_close(matching.runner_up, torch.tensor([0.6, 0.8, 0.8]))


def test_the_comparison_with_a_threshold_is_strict() -> None:
    matching = matched(torch.tensor([[1.0, 0.0], [0.0, 1.0]]))  # score 0
    assert ByThreshold((0.0,))(0, matching) is None
    assert ByThreshold((-0.1,))(0, matching) is not None


def test_a_threshold_of_one_switches_a_layer_off_whatever_rounding_does() -> None:
    above = Matching(torch.tensor([1.0000001]), torch.tensor([0]), torch.tensor([0.0]), 2, 0)
    assert ByThreshold((1.0,))(0, above) is None


def test_a_class_token_never_merges_and_the_kept_rows_stay_in_order() -> None:
    metric = torch.nn.functional.normalize(torch.randn(9, 4, generator=torch.Generator().manual_seed(1)))
    matching = matched(metric, protected=1)
    assert matching.best[0] == -math.inf
    plan = ByCount((99,))(0, matching)
    assert plan is not None
    assert plan.kept.tolist() == [0]  # (9 - 1) / 2 rows merge, all but the class token
    plan = ByCount((2,))(0, matching)
    assert plan is not None
    assert plan.kept.tolist() == sorted(plan.kept.tolist())


def test_without_a_class_token_the_kept_rows_stand_by_descending_score() -> None:
    matching = matched(torch.randn(12, 4, generator=torch.Generator().manual_seed(2)))
    plan = ByCount((2,))(0, matching)
    assert plan is not None
    scores = matching.best[plan.kept].tolist()
    assert scores == sorted(scores, reverse=True)
    assert plan.kept.tolist() != sorted(plan.kept.tolist())


def test_equal_scores_go_to_the_earlier_row_and_the_earlier_partner() -> None:
    matching = matched(torch.ones(6, 2))
    assert matching.partner.tolist() == [0, 0, 0]
    plan = ByCount((1,))(0, matching)
    assert plan is not None
    assert plan.merged.tolist() == [0]
    assert plan.kept.tolist() == [1, 2]


def test_the_cap_binds_where_even_tokens_outnumber_odd_ones() -> None:
    matching = matched(torch.ones(5, 2))
    plan = ByThreshold((0.5,))(0, matching)
    assert plan is not None
    assert len(plan.merged) == 2


def test_merging_takes_means_weighted_by_size() -> None:
    x, size = torch.tensor([[1.0], [4.0], [7.0]]), torch.tensor([3.0, 1.0, 2.0])
    merged, sizes = merge(x, size, torch.tensor([1, 1, 0]))
    assert sizes.tolist() == [2, 4]
    assert merged[:, 0].tolist() == [7, (3 * 1 + 1 * 4) / 4]
