"""What both image backends of transformers make of pictures, as hashes: resampled.json and prepared.json.

Run in tools/ with the versions of golden/requirements-pictures.txt:
    python -m golden.prepared --out ../tests/fixtures/vision

The pictures are no files: level i of a picture of any size is (i * 2654435761 >> 13) & 255, which tests can repeat.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import PIL
import torch
import torchvision
import transformers
from numpy.typing import NDArray
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms.v2 import functional

from .recipes.processors import PROCESSORS, Recipe

Size = tuple[int, int]
BACKENDS = {"torchvision": "", "pil": "Pil"}
FILTERS = {
    "bilinear": (Image.Resampling.BILINEAR, InterpolationMode.BILINEAR),
    "bicubic": (Image.Resampling.BICUBIC, InterpolationMode.BICUBIC),
    "lanczos": (Image.Resampling.LANCZOS, InterpolationMode.LANCZOS),
}

# (width, height) to (width, height): one side, enlarging, shrinking, strips, and either side of the shape at which
# Pillow 13 turns the order of its passes around (130 x 190 to 98 x 98: height goes down by 92, width by 32).
RESIZES: tuple[tuple[Size, Size], ...] = (
    ((7, 5), (3, 3)), ((3, 3), (10, 7)), ((13, 9), (13, 4)), ((13, 9), (6, 9)), ((31, 17), (16, 16)),
    ((1, 29), (5, 5)), ((32, 24), (33, 25)), ((1, 1), (14, 14)), ((2, 2), (3, 5)), ((1, 7), (9, 7)),
    ((7, 1), (7, 9)), ((84, 84), (85, 83)), ((130, 190), (98, 98)), ((160, 112), (120, 84)),
    ((130, 162), (98, 98)), ((130, 163), (98, 98)), ((20, 40), (30, 31)), ((20, 40), (30, 39)),
    ((20, 40), (20, 20)), ((3, 2000), (336, 7)), ((2000, 3), (7, 336)), ((3, 2000), (3, 7)),
    ((1500, 4), (84, 9)), ((4, 1500), (9, 84)), ((5, 5), (5, 600)), ((5, 5), (600, 5)), ((6, 3), (700, 350)),
    ((101, 203), (224, 224)), ((640, 427), (384, 384)), ((427, 640), (384, 384)), ((1600, 1200), (448, 336)),
    ((1200, 1600), (336, 448)), ((999, 333), (1008, 336)), ((333, 999), (336, 1008)), ((384, 385), (384, 384)),
    ((768, 768), (384, 384)), ((383, 97), (98, 26)), ((720, 480), (378, 378)), ((97, 389), (84, 337)),
    ((240, 41), (491, 84)),
)  # fmt: skip


def pattern(width: int, height: int) -> NDArray[np.uint8]:
    index = np.arange(width * height * 3, dtype=np.uint64)
    levels = ((index * np.uint64(2654435761)) % np.uint64(2**32) >> np.uint64(13)) & np.uint64(255)
    return levels.astype(np.uint8).reshape(height, width, 3)


def digest(values: bytes) -> str:
    """Half of a SHA-256: the files stay small, and nobody attacks them."""
    return hashlib.sha256(values).hexdigest()[:32]


def by_pillow(picture: NDArray[np.uint8], to: Size, name: str) -> bytes:
    return Image.fromarray(picture).resize(to, FILTERS[name][0]).tobytes()


def by_torchvision(picture: NDArray[np.uint8], to: Size, name: str) -> bytes:
    planes = torch.from_numpy(picture).permute(2, 0, 1).contiguous()
    resized = functional.resize(planes, [to[1], to[0]], interpolation=FILTERS[name][1], antialias=True)
    values: bytes = resized.permute(1, 2, 0).contiguous().numpy().tobytes()
    return values


def resampled() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = []
    for (width, height), to in RESIZES:
        picture = pattern(width, height)
        for name in FILTERS:
            hashes = {
                "torchvision": digest(by_torchvision(picture, to, name)),
                "pil": digest(by_pillow(picture, to, name)),
            }
            cases.append({"from": [width, height], "to": list(to), "filter": name, **hashes})
    return cases


def shaped(patches: torch.Tensor, grid: list[int], processor: Any) -> torch.Tensor:
    """The picture that was cut into patches, [1, 3, h, w]. A still picture is every frame of its patches."""
    _, rows, columns = grid
    side, square = processor.patch_size, processor.merge_size
    blocks = patches.reshape(rows // square, columns // square, square, square, 3, -1, side, side)
    assert torch.equal(blocks[..., 0, :, :], blocks[..., 1, :, :])
    return blocks[..., 0, :, :].permute(4, 0, 2, 5, 1, 3, 6).reshape(1, 3, rows * side, columns * side)


def view_hashes(recipe: Recipe, backend: str, size: Size) -> list[str]:
    """One hash a view of what the processor makes, float32, [3, side, side]."""
    picture = Image.fromarray(pattern(*size))
    if recipe.video:
        processor: Any = getattr(transformers, recipe.kind)(**recipe.fields)
        values = processor(videos=[[picture]], return_tensors="pt")["pixel_values_videos"]
    else:
        # A copy: some classes write into what they are given.
        processor = getattr(transformers, recipe.kind + BACKENDS[backend])(**deepcopy(recipe.fields))
        # Two lists: OneVision takes one picture each as alone. One list of two: as several of one prompt.
        images = [[picture, picture]] if recipe.several else [picture]
        made = processor(images=images, return_tensors="pt")
        values = made["pixel_values"]
        if "image_grid_thw" in made:
            values = shaped(values, made["image_grid_thw"][0].tolist(), processor)
        values = values[:1] if recipe.several else values
    views = values.reshape(-1, *values.shape[-3:]).to(torch.float32).numpy()
    if "max_image_size" in recipe.fields or "crop_to_patches" in recipe.fields:
        views = np.concatenate([views[-1:], views[:-1]])  # these put the whole picture last
    return [digest(np.ascontiguousarray(view).tobytes()) for view in views]


def prepared() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = []
    for recipe in PROCESSORS:
        # transformers 5 has no video processor of Pillow's.
        backends = ["torchvision"] if recipe.video else list(BACKENDS)
        hashes = [
            {"size": list(size), **{backend: view_hashes(recipe, backend, size) for backend in backends}}
            for size in recipe.sizes
        ]
        cases.append({**recipe.facts(), "pictures": hashes})
    return cases


def main() -> int:
    parser = argparse.ArgumentParser(prog="golden.prepared", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder for both files")
    out: Path = parser.parse_args().out
    versions = {module.__name__: module.__version__ for module in (transformers, torchvision, PIL)}
    for name, cases in (("resampled", resampled()), ("prepared", prepared())):
        document = {"versions": versions, "cases": cases}
        (out / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
