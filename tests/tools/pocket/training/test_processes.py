from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from pocket.training.processes import Processes, join

TOOLS = Path(__file__).resolve().parents[4] / "tools"
ALONE = Processes(0, 1, torch.device("cpu"))

MEMBER = """
import json, sys, torch
from pocket.training.processes import join
processes = join()
one, headless = (torch.nn.Parameter(torch.zeros(2)) for _ in range(2))
one.grad = torch.tensor([1.0, 3.0]) * (processes.rank + 1)
if processes.first:
    headless.grad = torch.tensor([2.0, 4.0])
norm = processes.clipped_average([one, headless], limit=100)
shared = processes.shared(torch.full((2,), processes.rank + 5.0)).tolist()
share = processes.share(0.1 + processes.rank)
print(json.dumps([processes.first, one.grad.tolist(), headless.grad.tolist(), norm, shared, share]))
"""


def parameter(*gradient: float) -> nn.Parameter:
    made = nn.Parameter(torch.zeros(len(gradient)))
    made.grad = torch.tensor(gradient, dtype=torch.float32)
    return made


def test_one_process_averages_and_shares_nothing() -> None:
    one = parameter(3, 4)
    gradient = one.grad
    ALONE.average([one])
    assert one.grad is gradient
    value = torch.ones(2)
    assert ALONE.shared(value) is value
    assert ALONE.share(0.1) == 0.1


def test_gradients_are_clipped_to_norm_1_and_the_norm_before_is_told() -> None:
    one, other = parameter(3, 0), parameter(4)
    assert ALONE.clipped_average([one, other]) == pytest.approx(5)
    assert one.grad is not None
    assert other.grad is not None
    assert torch.cat([one.grad, other.grad]).norm() == pytest.approx(1, abs=1e-4)


def test_short_gradients_stay_as_they_are() -> None:
    one = parameter(0.3, 0.4)
    assert ALONE.clipped_average([one]) == pytest.approx(0.5)
    assert one.grad is not None
    assert one.grad.tolist() == pytest.approx([0.3, 0.4])


def test_without_torchrun_a_process_is_the_first_and_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = torch.get_num_threads()
    for name in ("RANK", "WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    try:
        assert join() == ALONE
        assert torch.get_num_threads() == (os.cpu_count() or 1)
    finally:
        torch.set_num_threads(threads)
        torch.set_flush_denormal(False)
    assert ALONE.first


def test_a_gpu_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert join() == Processes(0, 1, torch.device("cuda", 0))


def test_two_processes_average_gradients_and_follow_the_first() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    group = {
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
        "WORLD_SIZE": "2",
        "GLOO_SOCKET_IFNAME": "lo",
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MEMBER],
            env={**os.environ, **group, "RANK": str(rank), "CUDA_VISIBLE_DEVICES": ""},
            cwd=TOOLS,
            stdout=subprocess.PIPE,
            text=True,
        )
        for rank in range(2)
    ]
    told = [json.loads(one.communicate(timeout=300)[0]) for one in started]
    norm = pytest.approx((1.5**2 + 4.5**2 + 1 + 4) ** 0.5)
    assert told == [[first, [1.5, 4.5], [1.0, 2.0], norm, [5.0, 5.0], 0.1] for first in (True, False)]
