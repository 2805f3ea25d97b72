"""Stage `evaluate`: exact match of a run on clean scenes that it never saw, by kind, on all tokens.

Run in tools/: `python -m pocket.training.evaluate --folder ../run --seed 777 --count 300`.
Weights are rounded to float16 as in the export; what merging costs is measured by the application.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch

from ..cache import CACHE
from ..chance import stream
from ..lettering import load_lettering
from ..make_scenes import Order, make_scenes
from ..questions.decline import questions_to_decline
from ..sprites import load_sprites
from ..vocabulary import STYLES
from .answering import AnsweringModel, Score, mark
from .command import add_scenes, command_parser, finish
from .packing import pack
from .run_folder import latest
from .shapes import SHAPES
from .supply import normalised
from .tokenizer import load_tokenizer
from .vit import Encoder

_LENGTH = 416


def evaluate(folder: Path, seed: int, count: int, style: str, cache: Path = CACHE) -> dict[str, float]:
    """Accuracies 0..1 by kind; `all` over the measured kinds, `polite` over questions to decline."""
    vision, answers = latest(folder, "vision"), latest(folder, "answers")
    shapes = SHAPES[answers["shape"]]
    tokenizer = load_tokenizer(folder)
    encoder, model = Encoder(shapes.vision), AnsweringModel(shapes)
    encoder.load_state_dict(vision["encoder"])
    model.load_state_dict(answers["model"])
    for part in (encoder, model):
        part.half().float().eval()
    measured, polite = Score(), Score()
    kept = torch.arange(shapes.vision.patches)[None]
    made_scenes = make_scenes(
        Order(seed, count, style), load_sprites(cache, STYLES[style]), load_lettering(cache)
    )
    with torch.inference_mode():
        for index, made in enumerate(made_scenes):
            pixels = torch.from_numpy(np.array(made.picture)).permute(2, 0, 1)[None]
            tokens = encoder(normalised(pixels))
            for questions, score in (
                (made.questions, measured),
                (questions_to_decline(stream("decline", seed, index), made.scene), polite),
            ):
                packed = [pack(made.scene, questions, tokenizer, _LENGTH, shapes.vision)]
                mark(model(tokens, kept, packed), packed, score)
    declined = polite.accuracy()
    return {**measured.accuracy(), "polite": declined.pop("all"), **declined}


def report(folder: Path, seed: int, count: int, cache: Path) -> None:
    """Evaluates every style, prints the shares and leaves them in `evaluation.json`."""
    results = {style: evaluate(folder, seed, count, style, cache) for style in STYLES}
    for style, accuracies in results.items():
        print(style, json.dumps({name: round(value, 4) for name, value in accuracies.items()}))
    written = json.dumps(results, indent=2) + "\n"
    (folder / "evaluation.json").write_text(written, encoding="utf-8")


def main() -> int:
    parser = command_parser("evaluate", __doc__)
    add_scenes(parser, 300)
    options = parser.parse_args()
    return finish(lambda: report(options.folder, options.seed, options.count, options.cache))


if __name__ == "__main__":
    sys.exit(main())
