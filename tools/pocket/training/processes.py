"""The processes of a stage: one alone, or several under torchrun that average their gradients."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, distributed
from torch.nn.utils import clip_grad_norm_


@dataclass(frozen=True)
class Processes:
    rank: int
    count: int
    device: torch.device

    @property
    def first(self) -> bool:
        """Whether this process writes checkpoints and logs."""
        return self.rank == 0

    def average(self, parameters: Iterable[Tensor]) -> None:
        """Replaces every gradient by its mean over the processes, in one exchange."""
        if self.count == 1:
            return
        gradients = [
            torch.zeros_like(one) if one.grad is None else one.grad for one in parameters
        ]  # a head without labels in this batch has none
        flat = torch.cat([gradient.flatten() for gradient in gradients])
        distributed.all_reduce(flat)
        flat /= self.count
        parts = flat.split([gradient.numel() for gradient in gradients])
        for one, gradient, part in zip(parameters, gradients, parts, strict=True):
            one.grad = part.view_as(gradient)

    def shared(self, value: Tensor) -> Tensor:
        """The first process's tensor, for all."""
        if self.count > 1:
            value = value.clone()
            distributed.broadcast(value, 0)
        return value

    def share(self, value: float) -> float:
        """The first process's number, for all."""
        return float(self.shared(torch.tensor([value], dtype=torch.float64)).item())

    def clipped_average(self, parameters: list[Tensor], limit: float = 1.0) -> float:
        """Averages, clips to the norm `limit`, and returns the norm before clipping."""
        self.average(parameters)
        return float(clip_grad_norm_(parameters, limit))


def join() -> Processes:
    """Joins the torchrun group when there is one. On a CPU every process takes its share of the cores."""
    rank, count = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    if count > 1:
        distributed.init_process_group("gloo")
    if torch.cuda.is_available():
        return Processes(rank, count, torch.device("cuda", rank))
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // count))
    torch.set_flush_denormal(True)
    return Processes(rank, count, torch.device("cpu"))
