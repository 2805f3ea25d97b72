from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.optim import AdamW, Muon

from pocket.training.optimizers import Optimizers


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(4, 6)
        self.inner = nn.Linear(6, 6)
        self.frozen = nn.Linear(6, 2).requires_grad_(False)

    def forward(self, ids: Tensor) -> Tensor:
        out: Tensor = self.inner(self.embed(ids))
        return out


def fresh() -> tuple[Model, Optimizers]:
    torch.manual_seed(1)
    model = Model()
    inner = [one for one in model.inner.parameters() if one.ndim == 2]
    return model, Optimizers(model.named_parameters(), inner, rate=0.01)


def train(model: Model, optimizers: Optimizers, steps: int, factor: float = 1) -> None:
    for _ in range(steps):
        optimizers.zero_grad()
        model(torch.tensor([0, 1, 2])).pow(2).mean().backward()
        optimizers.step(factor)


def test_inner_matrices_are_orthogonalised_and_the_others_not() -> None:
    model, optimizers = fresh()
    adam, muon = optimizers.parts
    assert isinstance(adam, AdamW)
    assert isinstance(muon, Muon)
    decayed, plain = (group["params"] for group in adam.param_groups)
    assert [id(one) for one in decayed] == [id(model.embed.weight)]
    assert [id(one) for one in plain] == [id(model.inner.bias)]
    assert [id(one) for one in muon.param_groups[0]["params"]] == [id(model.inner.weight)]


def test_frozen_parameters_are_left_alone() -> None:
    model, optimizers = fresh()
    held = {id(one) for one in optimizers.parameters}
    assert held == {id(model.embed.weight), id(model.inner.weight), id(model.inner.bias)}


def test_only_matrices_are_decayed() -> None:
    _, optimizers = fresh()
    decays = [group["weight_decay"] for part in optimizers.parts for group in part.param_groups]
    assert decays == [0.02, 0.0, 0.02]


def test_a_step_takes_its_share_of_the_rate() -> None:
    model, optimizers = fresh()
    train(model, optimizers, 1, factor=0.25)
    assert {group["lr"] for part in optimizers.parts for group in part.param_groups} == {0.0025}


def test_training_lowers_the_loss() -> None:
    model, optimizers = fresh()
    before = model(torch.tensor([0, 1, 2])).pow(2).mean().item()
    train(model, optimizers, 60)
    assert model(torch.tensor([0, 1, 2])).pow(2).mean().item() < before / 2


def test_training_goes_on_from_a_saved_state_as_if_never_stopped() -> None:
    straight, optimizers = fresh()
    train(straight, optimizers, 8)
    stopped, first = fresh()
    train(stopped, first, 5)
    resumed, second = fresh()
    resumed.load_state_dict(stopped.state_dict())
    second.load_state_dict(first.state_dict())
    train(resumed, second, 3)
    assert torch.equal(resumed.inner.weight, straight.inner.weight)
    assert torch.equal(resumed.embed.weight, straight.embed.weight)


def test_without_inner_matrices_one_optimizer_does_it_all() -> None:
    optimizers = Optimizers(Model().named_parameters(), (), rate=0.01)
    assert [type(part) for part in optimizers.parts] == [AdamW]


def test_the_state_of_other_optimizers_is_refused() -> None:
    one_part = Optimizers(Model().named_parameters(), (), rate=0.01)
    with pytest.raises(ValueError, match="parameter group"):
        fresh()[1].load_state_dict(one_part.state_dict())
