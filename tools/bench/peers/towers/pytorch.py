"""
PyTorch: the tower in transformers, and the same merging in plain PyTorch (tools/golden/plain), in one precision.

    python -m bench.peers.towers.pytorch MODEL REFERENCE THREADS fp32|bf16|int8 TOKENS...
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from golden.plain import tower as plain
from golden.plain.merging import ByCount, never
from golden.plain.schedules import constant
from golden.plain.spec import read_spec
from golden.plain.weights import Weights
from torch import Tensor

from ..served import Case, serve
from .hugging_face import Tower
from .reference import read_reference


def attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
    """As golden.plain.layers.attend, by PyTorch's own fused attention, which is faster."""
    mask = bias.expand(1, query.shape[1], -1)
    found = torch.nn.functional.scaled_dot_product_attention(query[None], key[None], value[None], mask)
    return found[0]


def main(model: str, reference_file: str, threads: str, precision: str, *tokens: str) -> None:
    torch.set_num_threads(int(threads))
    torch.set_grad_enabled(False)
    reference = read_reference(Path(reference_file))
    pixels = torch.from_numpy(reference.pixels)
    tower = Tower(Path(model))
    cases: dict[str, Case] = {}
    if precision == "int8":
        dynamic = torch.ao.quantization.quantize_dynamic(tower, {torch.nn.Linear}, dtype=torch.qint8)
        cases["plain"] = lambda: dynamic(pixels)
    else:
        dtype = torch.bfloat16 if precision == "bf16" else torch.float32
        tower = tower.to(dtype)
        given = pixels.to(dtype)
        cases["plain"] = lambda: tower(given)
        spec = read_spec(Path(model)).vision
        weights = Weights({f"vision_{name}": value for name, value in tower.state_dict().items()})
        plain.attend = attend
        for count in map(int, tokens):
            rule = ByCount(tuple(constant(spec.patches - count, spec.executed)))
            cases[str(count)] = lambda rule=rule: plain.encode(spec, weights, given[0], rule)
        found = plain.encode(spec, weights, given[0], never).features
        print(f"plain merging with nothing merged: {reference.error(found.float().numpy()):.1e}", file=sys.stderr)
    error = reference.error(cases["plain"]().float().numpy())
    serve(f"PyTorch {torch.__version__}", cases, {"plain": error})


main(*sys.argv[1:])
