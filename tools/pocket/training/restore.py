"""Takes an exported model apart into a run's checkpoints again, so that its training can go on anywhere.

Run in tools/: `python -m pocket.training.restore --model ../assets/pocket --folder ../run`. What an export
leaves out begins anew: optimizers, clocks, dense heads and read-outs. Weights are rounded to its float16.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from .answers import new_learner
from .command import command_parser, finish
from .export import config
from .run_folder import RunError, RunFolder, StageMissingError
from .shapes import SHAPES
from .tokenizer import FILE, load_tokenizer
from .vision import new_vision_learner

_TOWER, _LANGUAGE = "model.vision_tower.", "model.language_model."
_EMBEDDINGS = f"{_TOWER}embeddings."
_PROJECTOR = "model.multi_modal_projector."


class NotRestorableError(RunError):
    """The folder holds no model of ours; the message says what is wrong and where."""


def encoder_weights(exported: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state of an `Encoder`."""
    layers = f"{_TOWER}encoder."
    state = {
        name.removeprefix(layers): tensor for name, tensor in exported.items() if name.startswith(layers)
    }
    state["patch_embedding.weight"] = exported[f"{_EMBEDDINGS}patch_embedding.weight"].flatten(1)
    state["patch_embedding.bias"] = exported[f"{_EMBEDDINGS}patch_embedding.bias"]
    state["position_embedding"] = exported[f"{_EMBEDDINGS}position_embedding.weight"]
    return state


def answering_weights(exported: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state of an `AnsweringModel` whose projector reads the raw encoder output."""
    state: dict[str, Tensor] = {}
    for name, tensor in exported.items():
        if name.startswith(_PROJECTOR):
            state[f"projector.{name.removeprefix(_PROJECTOR)}"] = tensor
        elif name.startswith(_LANGUAGE):
            state[f"decoder.{name.removeprefix(_LANGUAGE)}"] = tensor
    state["decoder.lm_head.weight"] = exported["lm_head.weight"]
    width = exported[f"{_PROJECTOR}linear_1.weight"].shape[1]
    return state | {"projector.shift": torch.zeros(width), "projector.scale": torch.ones(width)}


def shape_of(model: Path) -> str:
    """Which of SHAPES the folder's `config.json` describes. Raises NotRestorableError."""
    try:
        found = json.loads((model / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotRestorableError(f"{model / 'config.json'} cannot be read: {error}") from error
    for name, shapes in SHAPES.items():
        if found == config(shapes):
            return name
    raise NotRestorableError(f"{model / 'config.json'} is not one that `pocket.training.export` writes.")


def restore(model: Path, folder: Path) -> None:
    """Raises NotRestorableError when the model is not an export of this program, or the folder has a run."""
    for name in ("vision.pt", "answers.pt", "joint.pt", FILE):
        if (folder / name).exists():
            raise NotRestorableError(f"{folder / name} exists already; name a new folder.")
    shape_name = shape_of(model)
    shapes = SHAPES[shape_name]
    try:
        exported = {name: one.float() for name, one in load_file(model / "model.safetensors").items()}
        vision = new_vision_learner(shapes.vision, 0.0, torch.device("cpu"))
        vision.encoder.load_state_dict(encoder_weights(exported))
        answers = new_learner(shapes, load_tokenizer(model), 0.0, torch.device("cpu"))
        answers.model.load_state_dict(answering_weights(exported))
    except StageMissingError as error:
        raise NotRestorableError(f"{model / FILE} does not exist.") from error
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        raise NotRestorableError(f"{model} does not hold the weights of its config.json: {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(model / FILE, folder / FILE)
    RunFolder(folder, "vision").save(vision.checkpoint(shape_name))
    RunFolder(folder, "answers").save(answers.checkpoint(shape_name))


def main() -> int:
    parser = command_parser("restore", __doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that `export` wrote")
    options = parser.parse_args()
    return finish(lambda: restore(options.model, options.folder))


if __name__ == "__main__":
    sys.exit(main())
