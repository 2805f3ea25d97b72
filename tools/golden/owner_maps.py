"""Compares the engine's pixel values and owner maps with those of transformers and plain/, on many pictures.

Run in tools/ with the versions of golden/requirements-pictures.txt:
    python -m golden.owner_maps --pictures ../assets/samples ../assets/photos ../assets/bench --count 145

Models are golden cases, with their thresholds. A difference counts as noise only where some decision of that picture is
nearer than float32 noise; pixel values must be equal to the bit.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import AutoImageProcessor
from transformers.image_utils import load_image
from transformers.utils import logging

from . import margins
from .case import Case, read_case
from .merged import Model, encode_views
from .plain.merging import ByThreshold

TOOLS = Path(__file__).resolve().parents[1]
FIXTURES = TOOLS.parent / "tests" / "fixtures" / "golden"
CASES = ("llava15-clip", "llava15-siglip", "llava-next", "onevision")
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif")


@dataclass
class Tally:
    pictures: int = 0
    views: int = 0
    pixels_differ: int = 0
    owners_differ: int = 0
    within_noise: int = 0
    tokens: int = 0


def listed(folders: list[Path], count: int) -> list[Path]:
    found = [file for folder in folders for file in sorted(folder.iterdir()) if file.suffix.lower() in ENDINGS]
    return [file.resolve() for file in found[:count]]


def encode_by_engine(case: Case, pictures: list[Path], out: Path) -> None:
    listing = out / "pictures.txt"
    listing.write_text("\n".join(map(str, pictures)) + "\n", encoding="utf-8")
    script, thresholds = TOOLS / "encode-pictures.ts", case.folder / "thresholds.json"
    command = ["npx", "tsx", str(script), str(case.model), str(thresholds), case.backend, str(listing), str(out)]
    subprocess.run(command, cwd=TOOLS.parent, check=True)


def views_of(saved: dict[str, Tensor], count: int) -> list[Tensor]:
    return [saved["owner"]] if count == 1 else [saved[f"owner.{view}"] for view in range(count)]


def compare(case: Case, pictures: list[Path], out: Path) -> Tally:
    tally = Tally()
    model = Model.read(case.model, torch.float32, case.video)
    processor = AutoImageProcessor.from_pretrained(case.model, backend=case.backend)
    rule = ByThreshold(case.thresholds)
    for number, file in enumerate(pictures):
        values = processor(images=load_image(str(file)), return_tensors="pt")["pixel_values"]
        pixels = values.reshape(-1, *values.shape[-3:]).to(torch.float32)
        saved = load_file(out / f"{number}.safetensors")
        got = saved["pixel_values"][0]
        tally.pictures += 1
        if got.shape != pixels.shape or not torch.equal(got, pixels):
            tally.pixels_differ += 1
            print(f"{case.name} {file.name}: pixel values differ")
            continue
        encoded = encode_views(model, pixels, rule)
        tally.views += len(encoded)
        tally.tokens += sum(view.counts[-1] for view in encoded)
        pairs = zip(encoded, views_of(saved, len(encoded)), strict=True)
        if all(torch.equal(view.owner.to(torch.int32), owner) for view, owner in pairs):
            continue
        tally.owners_differ += 1
        near = margins.narrowest(margins.of_encoding(view, rule) for view in encoded)
        tally.within_noise += min(near.values()) < margins.SCORE_NOISE
        print(f"{case.name} {file.name}: owner maps differ; nearest decisions {near}")
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="golden.owner_maps", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pictures", type=Path, nargs="+", required=True, help="folders")
    parser.add_argument("--count", type=int, default=145)
    parser.add_argument("--cases", nargs="+", default=CASES, help="folders of tests/fixtures/golden")
    parser.add_argument("--image-backend", choices=("torchvision", "pil"), default="torchvision")
    given = parser.parse_args()
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    pictures = listed(given.pictures, given.count)
    failed = False
    for name in given.cases:
        case = replace(read_case(FIXTURES / name), backend=given.image_backend)
        with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
            encode_by_engine(case, pictures, Path(scratch))
            tally = compare(case, pictures, Path(scratch))
        failed |= tally.pixels_differ > 0 or tally.owners_differ > tally.within_noise
        print(f"{name}: {tally}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
