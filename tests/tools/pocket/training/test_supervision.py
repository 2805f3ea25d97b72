from __future__ import annotations

import math

import pytest
import torch
from tokenizers import Tokenizer
from torch import Tensor

from pocket.questions import Question
from pocket.training.packing import Packed, pack
from pocket.training.shapes import SHAPES
from pocket.training.supervision import Supervision, gather_rows, name_tokens
from pocket.training.targets import CLASS_OF, CLASSES

from samples import scene, thing

SMALL = SHAPES["small"]
FARM = scene(thing("cow", 40, 40, 80), thing("duck", 112, 180, 40), thing("duck", 185, 180, 42))
QUESTIONS = (
    Question("where", "Where is the cow?", "In the top left."),
    Question("count", "How many ducks are there?", "Two."),
)


@pytest.fixture
def packed(tokenizer: Tokenizer) -> Packed:
    return pack(FARM, QUESTIONS, tokenizer, 64, SMALL.vision)


@pytest.fixture
def ignorant(tokenizer: Tokenizer) -> Supervision:
    """Read-outs that know nothing: all 0, and -3 for every thing."""
    made = Supervision(SMALL, tokenizer)
    for linear in (made.noun, made.things, made.counts, made.grid):
        torch.nn.init.zeros_(linear.weight)
    torch.nn.init.zeros_(made.noun.bias)
    torch.nn.init.zeros_(made.counts.bias)
    torch.nn.init.zeros_(made.grid.bias)
    return made


def losses(supervision: Supervision, packed: Packed, rows: Tensor, classes: Tensor) -> dict[str, float]:
    states = [torch.randn(1, 64, 64) for _ in range(3)]
    kept = torch.tensor([[0, 17, 255]])
    embeddings = torch.eye(1024, 64)
    out = supervision(rows, states, classes, kept, [packed], embeddings)
    return {name: value.item() for name, value in out.items()}


def test_ignorance_costs_the_logarithm_of_the_choices(ignorant: Supervision, packed: Packed) -> None:
    found = losses(
        ignorant, packed, torch.zeros(1, 3, 64), torch.tensor([[0, CLASS_OF["cow"], CLASS_OF["duck"]]])
    )
    absent, present = math.log1p(math.exp(-3)), 3 + math.log1p(math.exp(-3))
    assert found == {
        "noun": pytest.approx(math.log(10) + math.log(9), rel=1e-5),
        "things": pytest.approx(101 * absent + present, rel=1e-5),
        "counts": pytest.approx(math.log(10), rel=1e-5),
        "align": pytest.approx(math.log(1024), rel=1e-5),
        "grid": pytest.approx(2 * math.log(16), rel=1e-5),
    }


def test_counts_and_places_are_those_of_the_named_things(ignorant: Supervision, packed: Packed) -> None:
    with torch.no_grad():
        ignorant.noun.bias[2] = 30  # always says two
        ignorant.noun.bias[10] = 30  # always says top left
    found = losses(ignorant, packed, torch.zeros(1, 3, 64), torch.tensor([[0, 1, 2]]))
    assert found["noun"] == pytest.approx(30 / 2, rel=1e-4)  # one cow is not two; two ducks have no one place


def test_an_answer_that_knows_how_many_there_are_costs_less(ignorant: Supervision, packed: Packed) -> None:
    rows, classes = torch.zeros(1, 3, 64), torch.tensor([[0, 1, 2]])
    with torch.no_grad():
        ignorant.counts.bias[10 * CLASS_OF["duck"] + 2] = 30
        ignorant.counts.bias[10 * CLASS_OF["cow"] + 7] = 30  # no answer here depends on it
    assert losses(ignorant, packed, rows, classes)["counts"] == pytest.approx(0, abs=1e-6)


def test_patches_of_a_thing_that_point_at_its_name_cost_less(
    tokenizer: Tokenizer, packed: Packed, ignorant: Supervision
) -> None:
    names = name_tokens(tokenizer, SMALL.decoder)
    embeddings = torch.randn(1024, 64, generator=torch.Generator().manual_seed(1))
    classes = torch.tensor([[CLASS_OF["cow"], CLASS_OF["duck"]]])
    near = embeddings[names[classes[0]].argmax(-1)][None]
    kept, states = torch.tensor([[3, 4]]), [torch.zeros(1, 64, 64)] * 3
    costs = [
        ignorant(rows, states, classes, kept, [packed], embeddings)["align"].item()
        for rows in (near, near.flip(1))
    ]
    assert costs[0] < costs[1] - 2


def test_background_patches_point_nowhere(ignorant: Supervision, packed: Packed) -> None:
    classes = torch.tensor([[0, 0, CLASS_OF["cow"]]])
    rows = torch.zeros(1, 3, 64)
    changed = rows.clone()
    changed[:, :2] = 5
    one, other = (losses(ignorant, packed, each, classes)["align"] for each in (rows, changed))
    assert one == other


def test_every_name_stands_for_its_own_tokens(tokenizer: Tokenizer) -> None:
    names = name_tokens(tokenizer, SMALL.decoder)
    assert names.shape == (CLASSES, 1024)
    assert names[0].sum() == 0
    assert names[1:].sum(1) == pytest.approx(1)
    cat = names[CLASS_OF["cat"]].nonzero().flatten().tolist()
    assert {tokenizer.decode([token]).strip() for token in cat} == {"cat", "cats"}


def test_rows_are_gathered_scene_by_scene() -> None:
    states = torch.arange(12.0).view(2, 3, 2)
    rows = gather_rows(states, [torch.tensor([2, 0]), torch.tensor([1])])
    assert rows.tolist() == [[4, 5], [0, 1], [8, 9]]


def test_its_names_are_no_part_of_the_checkpoint(ignorant: Supervision) -> None:
    assert "names" not in ignorant.state_dict()
