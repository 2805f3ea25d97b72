"""Stage `evaluate`: exact match of a run on clean scenes that it never saw, by kind, on all tokens.

Run in tools/: `python -m pocket.training.evaluate --folder ../run --seed 777 --count 300`.
Weights are rounded to float16 as in the export; what merging costs is measured by the application.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

from ..cache import CACHE, NotPreparedError
from ..chance import stream
from ..lettering import load_lettering
from ..make_scenes import Order, make_scenes
from ..questions.decline import questions_to_decline
from ..sprites import load_sprites
from ..vocabulary import STYLES
from .answering import AnsweringModel, Score, mark
from .packing import pack
from .run_folder import StageMissingError, need
from .shapes import SHAPES
from .supply import normalised
from .tokenizer import load_tokenizer
from .vit import Encoder

_LENGTH = 416


def evaluate(folder: Path, seed: int, count: int, style: str, cache: Path = CACHE) -> dict[str, float]:
    """Accuracies 0..1 by kind; `all` over the measured kinds, `polite` over questions to decline."""
    vision, answers = need(folder, "vision"), need(folder, "answers")
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


def main() -> int:
    parser = argparse.ArgumentParser(prog="pocket.training.evaluate", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="folder of the run")
    parser.add_argument("--seed", type=int, default=777)
    parser.add_argument("--count", type=int, default=300, help="scenes of each style")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where `prepare` put sprites and fonts")
    options = parser.parse_args()
    try:
        results = {
            style: evaluate(options.folder, options.seed, options.count, style, options.cache)
            for style in STYLES
        }
    except (NotPreparedError, StageMissingError) as error:
        print(error, file=sys.stderr)
        return 1
    for style, accuracies in results.items():
        print(style, json.dumps({name: round(value, 4) for name, value in accuracies.items()}))
    written = json.dumps(results, indent=2) + "\n"
    (options.folder / "evaluation.json").write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
