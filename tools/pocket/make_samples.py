"""Command line: paints the sample pictures of the shelf and writes `samples.json` beside them.

Run in tools/: `python -m pocket.make_samples --out ../assets/samples`. What the shelf suggests to ask is
chosen elsewhere.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from .cache import CACHE, NotPreparedError
from .drawings import LargeSprites, load_drawings
from .flaws import flaws
from .lettering import Lettering, load_lettering
from .paint import paint_scene
from .sample_plans import Sample, read_samples
from .sample_questions import all_questions
from .scene import SIDE, Item, Sign
from .sprites import SpriteSet
from .vocabulary import STYLES

SCALE = 4
"""896 pixels: sharp on a large screen, and a whole multiple of what the model sees."""
_SMOOTHING = 2
"""Pictures are painted so many times larger and averaged down, which smooths every edge."""
_TILE = 1024
LARGEST_FILE = 300 * 1024
_QUALITIES = (98, 95, 90, 85, 80)


def paint_sample(sample: Sample, sprites: SpriteSet, lettering: Lettering) -> Image.Image:
    """An RGB picture of SIDE * SCALE pixels; sprites and lettering are those of `load_painters`."""
    return paint_scene(sample.scene, sprites, lettering, scale=SCALE * _SMOOTHING).reduce(_SMOOTHING)


def load_painters(cache: Path) -> tuple[LargeSprites, Lettering]:
    """Drawings and fonts at the size of the samples. Raises NotPreparedError before `prepare`."""
    drawings = load_drawings(cache, (style for group in STYLES.values() for style in group))
    return LargeSprites(drawings, _TILE), load_lettering(cache, SCALE * _SMOOTHING)


def encode(picture: Image.Image) -> bytes:
    """WebP of at most LARGEST_FILE bytes: without loss where that fits, else as good as fits."""
    data = _webp(picture, lossless=True, quality=100)
    for quality in _QUALITIES:
        if len(data) <= LARGEST_FILE:
            break
        data = _webp(picture, lossless=False, quality=quality)
    return data


def _webp(picture: Image.Image, *, lossless: bool, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", lossless=lossless, quality=quality, method=6)
    return buffer.getvalue()


def record(sample: Sample) -> dict[str, object]:
    """What `samples.json` says about a picture; positions and sizes in picture widths."""
    return {
        "file": f"{sample.file}.webp",
        "title": sample.title,
        **({"opening": True} if sample.opening else {}),
        "style": "held-out" if sample.held_out else "seen",
        "background": sample.scene.texture,
        "objects": [_object(item) for item in sample.scene.items],
        "qa": [
            {"kind": question.kind, "question": question.text, "answer": question.answer}
            for question in all_questions(sample.scene)
        ],
    }


def _object(item: Item) -> dict[str, object]:
    x, y, size = (round(value / SIDE, 3) for value in (item.x, item.y, item.width))
    return {"name": item.name, "x": x, "y": y, "size": size} | (
        {"word": item.word} if isinstance(item, Sign) else {}
    )


def write_samples(samples: Sequence[Sample], sprites: SpriteSet, lettering: Lettering, folder: Path) -> None:
    """The pictures and, last, `samples.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        (folder / f"{sample.file}.webp").write_bytes(encode(paint_sample(sample, sprites, lettering)))
    text = json.dumps([record(sample) for sample in samples], indent=1, ensure_ascii=False)
    (folder / "samples.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="pocket.make_samples", description="Paint the shelf's pictures.")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the samples")
    options = parser.parse_args(argv)
    samples = read_samples()
    wrong = [f"{sample.file}: {flaw}" for sample in samples for flaw in flaws(sample.scene)]
    if wrong:
        print("\n".join(["The model never saw scenes like these:", *wrong]), file=sys.stderr)
        return 1
    try:
        write_samples(samples, *load_painters(CACHE), options.out)
    except (NotPreparedError, OSError) as error:
        print(f"The samples could not be made: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
