"""
PyTorch: the tower in transformers, and the same merging in plain PyTorch (tools/golden/plain), in one precision.

    python -m bench.peers.towers.pytorch MODEL REFERENCE THREADS fp32|bf16|int8
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from golden.plain import tower as plain
from golden.plain.merging import ByCount
from golden.plain.schedules import constant
from golden.plain.spec import read_spec
from golden.plain.weights import Weights
from torch import Tensor

from ..served import Case, serve
from .hugging_face import Tower
from .reference import Reference, read_reference

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


def attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
    """As golden.plain.layers.attend, by PyTorch's own fused attention, which is faster."""
    mask = bias.expand(1, query.shape[1], -1)
    found = torch.nn.functional.scaled_dot_product_attention(query[None], key[None], value[None], mask)
    return found[0]


def dynamic_int8(tower: Tower, pixels: Tensor) -> dict[str, Case]:
    quantised = torch.ao.quantization.quantize_dynamic(tower, {torch.nn.Linear}, dtype=torch.qint8)
    return {"plain": lambda: quantised(pixels)}


def in_floats(model: Path, tower: Tower, pixels: Tensor, references: dict[str, Reference]) -> dict[str, Case]:
    spec = read_spec(model).vision
    weights = Weights({f"vision_{name}": value for name, value in tower.state_dict().items()})
    plain.attend = attend

    def merged(count: int) -> Case:
        rule = ByCount(tuple(constant(spec.patches - count, spec.executed)))
        return lambda: plain.encode(spec, weights, pixels[0], rule).features

    kept = {case: len(reference.features) for case, reference in references.items() if case != "plain"}
    return {"plain": lambda: tower(pixels), **{case: merged(count) for case, count in kept.items()}}


def main(model: str, folder: str, threads: str, precision: str) -> None:
    torch.set_num_threads(int(threads))
    torch.set_grad_enabled(False)
    references = {file.stem: read_reference(Path(folder), file.stem) for file in sorted(Path(folder).iterdir())}
    pixels = torch.from_numpy(references["plain"].pixels)
    tower = Tower(Path(model))
    if precision == "int8":
        cases = dynamic_int8(tower, pixels)
    else:
        dtype = DTYPES[precision]
        cases = in_floats(Path(model), tower.to(dtype), pixels.to(dtype), references)
    error = {case: references[case].error(run().float().numpy()) for case, run in cases.items()}
    serve(f"PyTorch {torch.__version__}", cases, error)


main(*sys.argv[1:])
