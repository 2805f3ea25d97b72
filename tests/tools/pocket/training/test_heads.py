from __future__ import annotations

import math

import pytest
import torch

from pocket.training.heads import WEIGHTS, DenseBatch, DenseHeads
from pocket.training.shapes import VisionShape
from pocket.training.targets import CLASSES, IGNORED

SHAPE = VisionShape(width=32, layers=1, heads=1, mlp=32)


def batch(cls: int = 5) -> DenseBatch:
    """Two scenes of three patches: an item, the background and a border."""
    item = [cls, IGNORED, 4, 1, 2]
    background = [0, IGNORED, IGNORED, IGNORED, 2]
    border = [IGNORED, IGNORED, IGNORED, IGNORED, 2]
    return DenseBatch(
        torch.tensor([[item, background, border]] * 2),
        torch.zeros(2, 3, 3),
        torch.tensor([[1.0, 0.0, 0.0]] * 2),
        torch.tensor([[3, 1]] * 2),
        torch.tensor([[0, 17, 255]] * 2),
    )


def heads() -> DenseHeads:
    """Heads that know nothing: all read-outs are 0."""
    made = DenseHeads(SHAPE)
    torch.nn.init.zeros_(made.read.weight)
    torch.nn.init.zeros_(made.read.bias)
    return made


def test_ignorance_costs_the_logarithm_of_the_choices() -> None:
    loss, _ = heads()(torch.randn(2, 3, 32), batch())
    choices = {
        "class": CLASSES,
        "place": 9,
        "twins": 10,
        "total": 10,
        "color": 12,
        "texture": 7,
        "row": 16,
        "column": 16,
    }
    expected = sum(WEIGHTS[name] * math.log(count) for name, count in choices.items())
    expected += WEIGHTS["centre"] * 6 * math.log(2) / 2  # six patches, two items
    assert loss.item() == pytest.approx(expected, rel=1e-5)


def test_a_head_without_labels_costs_nothing_and_breaks_nothing() -> None:
    nothing = DenseBatch(
        torch.full((1, 2, 5), IGNORED),
        torch.zeros(1, 2, 3),
        torch.zeros(1, 2),
        torch.tensor([[0, 0]]),
        torch.tensor([[0, 1]]),
    )
    loss, right = heads()(torch.randn(1, 2, 32), nothing)
    known = WEIGHTS["color"] * math.log(12) + WEIGHTS["texture"] * math.log(7)
    known += WEIGHTS["centre"] * 2 * math.log(2)
    assert loss.item() == pytest.approx(known + (WEIGHTS["row"] + WEIGHTS["column"]) * math.log(16), rel=1e-5)
    assert math.isnan(right["class"])


def test_what_a_linear_layer_can_read_is_learnt_and_counted_as_right() -> None:
    torch.manual_seed(2)
    made, tokens = DenseHeads(SHAPE), torch.randn(2, 3, 32)
    optimizer = torch.optim.Adam(made.parameters(), 0.05)
    for _ in range(150):
        optimizer.zero_grad()
        loss, right = made(tokens, batch())
        loss.backward()
        optimizer.step()
    labelled = {name: value for name, value in right.items() if name != "word"}
    assert set(labelled.values()) == {1}
    assert loss.item() < 0.2


def test_places_on_the_grid_are_those_of_the_kept_patches() -> None:
    made = heads()
    with torch.no_grad():
        made.read.bias[made.column_of("row") + 15] = 9  # always says row 15
    _, right = made(torch.randn(2, 3, 32), batch())
    assert right["row"] == pytest.approx(1 / 3)


def test_accuracy_on_items_leaves_the_background_out() -> None:
    made = heads()
    with torch.no_grad():
        made.read.bias[0] = 9  # always says background
    _, right = made(torch.randn(2, 3, 32), batch())
    assert (right["class"], right["item"]) == (0.5, 0)


def test_centres_are_right_where_they_add_up_to_the_number_of_items() -> None:
    made = heads()
    for logit, right in ((-1.0, 1), (0.0, 0), (3.0, 0)):  # sums 0.81, 1.5 and 2.86 of one item
        with torch.no_grad():
            made.read.bias[made.column_of("centre")] = logit
        assert made(torch.randn(2, 3, 32), batch())[1]["centre"] == right


def test_every_head_has_a_weight() -> None:
    assert set(heads().sizes) == set(WEIGHTS)
