"""Makes image files of every kind, and what transformers gives an encoder of each, in both backends and by both routes.

`tools/compare-pictures.ts` holds the engine against what this writes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import PIL
import torch
import transformers
from PIL import Image
from transformers import CLIPImageProcessor, CLIPImageProcessorPil
from transformers.image_transforms import convert_to_rgb
from transformers.image_utils import load_image

from .picture_files import avif, bmp, jpeg, others, png, tiff, webp
from .picture_files.art import draw
from .picture_files.kept import FRAMES, KEPT

SIDE = 84
PROCESSORS = {
    name: kind(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE})
    for name, kind in (("torchvision", CLIPImageProcessor), ("pil", CLIPImageProcessorPil))
}


def opened(path: Path, route: str) -> Image.Image:
    return load_image(str(path)) if route == "path" else Image.open(path)


def seen(path: Path, route: str, with_pixels: bool) -> dict[str, Any]:
    """What the processor sees of the file: 8-bit RGB as it leaves `convert_to_rgb`, and each backend's pixel values."""
    rgb = convert_to_rgb(opened(path, route), return_numpy=True)
    levels = np.ascontiguousarray(rgb, np.uint8)
    out: dict[str, Any] = {
        "width": levels.shape[1],
        "height": levels.shape[0],
        "rgb": hashlib.sha256(levels.tobytes()).hexdigest(),
    }
    if with_pixels:
        png = io.BytesIO()
        Image.fromarray(levels).save(png, "PNG", optimize=True)
        out["png"] = base64.b64encode(png.getvalue()).decode()
    for name, processor in PROCESSORS.items():
        values = processor(opened(path, route), return_tensors="pt")["pixel_values"]
        out[name] = hashlib.sha256(values.to(torch.float32).numpy().tobytes()).hexdigest()
    return out


def expectation(path: Path, route: str, with_pixels: bool) -> dict[str, Any]:
    try:
        return seen(path, route, with_pixels)
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {error}"}


def both_routes(path: Path, with_pixels: bool) -> dict[str, Any]:
    """Pixels are stored once where both routes see the same."""
    routes = {route: expectation(path, route, with_pixels) for route in ("path", "object")}
    if routes["path"].get("rgb") == routes["object"].get("rgb"):
        routes["object"].pop("png", None)
    return routes


def make_frames(folder: Path, size: tuple[int, int]) -> None:
    """Animations, and of each frame what the processor sees by both routes."""
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, list[dict[str, str]]] = {}
    for name, data in webp.files(draw(*size)):
        if name not in FRAMES:
            continue
        path = folder / name
        path.write_bytes(data)
        expected[name] = [frame_seen(path, number) for number in range(frames_in(path))]
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")


def frames_in(path: Path) -> int:
    count: int = getattr(Image.open(path), "n_frames", 1)
    return count


def frame_seen(path: Path, number: int) -> dict[str, str]:
    levels = {}
    for route in ("path", "object"):
        image = Image.open(path)
        image.seek(number)
        rgb = convert_to_rgb(load_image(image) if route == "path" else image, return_numpy=True)
        levels[route] = hashlib.sha256(np.ascontiguousarray(rgb).tobytes()).hexdigest()
    return levels


def make(folder: Path, size: tuple[int, int], only: list[str], others_too: list[Path], with_pixels: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    art = draw(*size)
    expected: dict[str, Any] = {}
    for kind in (png, jpeg, webp, tiff, bmp, avif, others):
        for name, data in kind.files(art):
            if only and name not in only:
                continue
            assert name not in expected, name
            path = folder / name
            path.write_bytes(data)
            expected[name] = both_routes(path, with_pixels)
    for foreign in others_too:
        path = folder / foreign.name
        path.write_bytes(foreign.read_bytes())
        expected[foreign.name] = both_routes(path, with_pixels)
    made_with = f"transformers {transformers.__version__}, Pillow {PIL.__version__}"
    report = {"from": made_with, "side": SIDE, "files": expected}
    (folder / "expected.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"{len(expected)} files in {folder}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files and expected.json are written")
    parser.add_argument("--size", type=int, nargs=2, default=(61, 47), metavar=("W", "H"))
    parser.add_argument("--only", nargs="*", default=[], help="names of the files to make")
    parser.add_argument("--kept", action="store_true", help="only those that tests/fixtures/pictures keeps")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="files of other makers to take in as well")
    parser.add_argument("--pixels", action="store_true", help="also store the pixels that are seen, as PNG")
    parser.add_argument("--frames", action="store_true", help="animations instead, with the levels of every frame")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    if options.frames:
        make_frames(options.folder, tuple(options.size))
        return
    only = KEPT if options.kept else options.only
    make(options.folder, tuple(options.size), only, options.also, options.pixels)


if __name__ == "__main__":
    main()
