"""Muon for the inner matrices, AdamW for everything else, stepped together."""

from __future__ import annotations

from collections.abc import Iterable

from torch import Tensor, nn
from torch.optim import AdamW, Muon, Optimizer

Named = Iterable[tuple[str, nn.Parameter]]


class Optimizers:
    """`inner` says which matrices are orthogonalised; embeddings, read-outs, biases and norms are not."""

    def __init__(self, parameters: Named, inner: Iterable[nn.Parameter], rate: float) -> None:
        chosen = {id(parameter) for parameter in inner}
        every = [parameter for _, parameter in parameters if parameter.requires_grad]
        matrices = [one for one in every if id(one) in chosen]
        others = [one for one in every if id(one) not in chosen]
        self.rate = rate
        self.parts: list[Optimizer] = [
            AdamW(
                [
                    {"params": [one for one in others if one.ndim > 1], "weight_decay": 0.02},
                    {"params": [one for one in others if one.ndim < 2], "weight_decay": 0.0},
                ],
                lr=rate,
                betas=(0.9, 0.97),
                fused=True,
            )
        ]
        if matrices:
            self.parts.append(Muon(matrices, lr=rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"))
        self.parameters: list[Tensor] = [*every]

    def step(self, factor: float) -> None:
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = self.rate * factor
            part.step()

    def zero_grad(self) -> None:
        for part in self.parts:
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict[str, object]]:
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict[str, object]]) -> None:
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)
