"""What steering by region must come to on the picture of a case, by the plain implementation: `python -m
golden.steered CASE [--check]`.

Written as `steered.json` beside the case: regions over a view of 100 x 100, thresholds, owner maps, sizes, features.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from .plain.spec import VisionSpec, read_spec
from .plain.steering import Steered, Steering, encode_steered
from .plain.weights import read_weights

_VIEW = 100.0
_BOX = {"kind": "box", "x": 10.0, "y": 10.0, "width": 45.0, "height": 50.0}
_CORNERS = [[95.0, 5.0], [30.0, 60.0], [97.0, 93.0]]
_TRIANGLE = {"kind": "polygon", "points": _CORNERS}
_NARROWEST = 2e-5
"""Least distance of any score from its pair's threshold, and of any partner from the second best."""


def _in_box(x: float, y: float) -> bool:
    return 10 <= x < 55 and 10 <= y < 60


def _in_triangle(x: float, y: float) -> bool:
    corners = _CORNERS
    sides = []
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        sides.append((bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0)
    return all(sides) or not any(sides)


_INSIDE: tuple[Callable[[float, float], bool], ...] = (_in_box, _in_triangle)


def regions_of(spec: VisionSpec) -> list[int]:
    """The region that holds the middle of every patch, the later one where both do; -1 outside."""
    found = []
    for patch in range(spec.patches):
        row, column = divmod(patch, spec.side)
        x, y = (column + 0.5) / spec.side * _VIEW, (row + 0.5) / spec.side * _VIEW
        inside = [number for number, holds in enumerate(_INSIDE) if holds(x, y)]
        found.append(inside[-1] if inside else -1)
    return found


def _steering(region: list[int], outside: Tensor, within: list[Tensor]) -> Steering:
    columns = [outside if number < 0 else within[number] for number in region]
    return Steering(torch.stack(columns, 1))


def margin(view: Steered) -> float:
    """How near any decision was to another one."""
    least = float("inf")
    for matching, of_pairs in zip(view.matchings, view.of_pairs, strict=True):
        best = matching.best
        real = torch.isfinite(best)
        away = (best - of_pairs).abs()[real & torch.isfinite(of_pairs)]
        second = (best - matching.runner_up)[real]
        ordered = best[real].sort().values.diff()
        least = min([least, *(float(values.min()) for values in (away, second, ordered) if len(values))])
    return least


def numbers(folder: Path) -> dict[str, Any]:
    facts = json.loads((folder / "golden.json").read_text(encoding="utf-8"))
    plain = json.loads((folder / "thresholds.json").read_text(encoding="utf-8"))["thresholds"]
    model = (folder / facts["model"]).resolve()
    spec = read_spec(model).vision
    region = regions_of(spec)
    pixels = load_file(folder / "golden.safetensors")["pixel_values"][0]
    single, double = (read_weights(model, dtype) for dtype in (torch.float32, torch.float64))
    for step in range(40):
        outside = torch.tensor(plain, dtype=torch.float64) - 0.013 * step
        within = [
            torch.tensor(plain, dtype=torch.float64) + shift for shift in (0.08 + 0.001 * step, -0.11 - 0.002 * step)
        ]
        outside, *within = (values.clamp(max=1).round(decimals=5) for values in (outside, *within))
        steering = _steering(region, outside, within)
        exact = encode_steered(spec, double, pixels, steering)
        view = encode_steered(spec, single, pixels, Steering(steering.of_patches.to(torch.float32)))
        if margin(exact) > _NARROWEST and torch.equal(exact.owner, view.owner):
            break
    else:
        raise SystemExit(f"{folder.name}: every choice of thresholds leaves a decision too close.")
    return {
        "view": _VIEW,
        "thresholds": outside.tolist(),
        "regions": [
            {"shape": shape, "thresholds": values.tolist()}
            for shape, values in zip((_BOX, _TRIANGLE), within, strict=True)
        ],
        "margin": margin(exact),
        "region_of_patch": region,
        "counts": view.counts,
        "owner": view.owner.tolist(),
        "size": view.size.to(torch.int64).tolist(),
        "features": [[round(value, 6) for value in row] for row in view.features.tolist()],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path, nargs="+")
    parser.add_argument("--check", action="store_true", help="compare with the stored numbers instead of writing them")
    given = parser.parse_args()
    for folder in given.case:
        file = folder / "steered.json"
        made = numbers(folder)
        if given.check:
            stored = json.loads(file.read_text(encoding="utf-8"))
            whole = ("thresholds", "regions", "region_of_patch", "counts", "owner", "size")
            unequal = [name for name in whole if made[name] != stored[name]]
            furthest = (torch.tensor(made["features"]) - torch.tensor(stored["features"])).abs().max()
            print(f"{folder.name}: {unequal or 'equal'}, features {float(furthest):.1e}")
            if unequal or furthest > 1e-5:
                sys.exit(1)
        else:
            file.write_text(json.dumps(made) + "\n", encoding="utf-8")
            print(f"{folder.name}: {made['counts']}, margin {made['margin']:.1e}")


if __name__ == "__main__":
    main()
