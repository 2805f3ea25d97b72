"""What transformers answers where the weights hold other tensors than config.json says: heads, biases, norms, layers.

python -m golden.changed_weights --models ../tests/fixtures/golden --out ../tests/fixtures/checkpoint
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoModelForImageTextToText

from .case import read_case
from .hugging_face import load_processor, prepare

NEW_TOKENS = 12
Tensors = dict[str, Tensor]
Change = Callable[[Tensors], None]


def embedding_name(tensors: Tensors) -> str:
    return next(name for name in tensors if name.endswith("embed_tokens.weight"))


def head_name(tensors: Tensors) -> str:
    return embedding_name(tensors).replace("model.embed_tokens.weight", "lm_head.weight")


def with_head(make: Callable[[Tensor], Tensor]) -> Change:
    def change(tensors: Tensors) -> None:
        tensors[head_name(tensors)] = make(tensors[embedding_name(tensors)]).contiguous()

    return change


def one_row_less(embedding: Tensor) -> Tensor:
    head = embedding.clone()
    head[-1] = 0
    return head


def head_alone(tensors: Tensors) -> None:
    head = head_name(tensors)
    tensors[head] = tensors.pop(embedding_name(tensors))


def beside(ends: tuple[str, ...], add: str) -> Change:
    """A tensor of constants beside every tensor of the decoder with such an end, under another name."""

    def change(tensors: Tensors) -> None:
        for name in [name for name in tensors if name.startswith("language_model") and name.endswith(ends)]:
            stem = name.removesuffix("_proj.weight")
            tensors[f"{stem}{add}"] = torch.full((tensors[name].shape[0],), 0.7, dtype=torch.float32)

    return change


def nothing(_: Tensors) -> None:
    return


CHANGES: dict[str, tuple[str, Change, dict[str, Any]]] = {
    "nothing": ("llava15-siglip", nothing, {}),
    "a head whose rows are the embedding's, last first": ("llava15-siglip", with_head(lambda e: e.flip(0)), {}),
    "a head that equals the embedding": ("llava15-siglip", with_head(lambda e: e.clone()), {}),
    "a head that equals the embedding, in fp32": ("llava15-siglip", with_head(lambda e: e.float()), {}),
    "a head that differs in its last row": ("llava15-siglip", with_head(one_row_less), {}),
    "a head and no embedding": ("llava15-siglip", head_alone, {}),
    "a head of Gemma whose rows are the embedding's, last first": ("paligemma", with_head(lambda e: e.flip(0)), {}),
    "biases": ("llava15-clip", beside(("q_proj.weight", "k_proj.weight", "v_proj.weight"), "_proj.bias"), {}),
    "norms of queries and keys": ("llava15-clip", beside(("q_proj.weight", "k_proj.weight"), "_norm.weight"), {}),
    "a layer more than config.json says": ("llava15-clip", nothing, {"num_hidden_layers": 3}),
}


def changed(source: Path, change: Change, text: dict[str, Any], target: Path) -> None:
    shutil.copytree(source, target)
    tensors = load_file(source / "model.safetensors")
    change(tensors)
    save_file(tensors, target / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((source / "config.json").read_text())
    config["text_config"].update(text)
    (target / "config.json").write_text(json.dumps(config))


def answers(models: Path, folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for number, (name, (case_name, change, text)) in enumerate(CHANGES.items()):
        case = read_case(models / case_name)
        target = folder / str(number)
        changed(case.model, change, text, target)
        _, inputs = prepare(load_processor(case.model), case)
        stored = load_file(models / case_name / "golden.safetensors")
        inputs["pixel_values"] = stored["pixel_values"].reshape(inputs["pixel_values"].shape)
        inputs.pop("labels", None)
        loaded: Any = AutoModelForImageTextToText.from_pretrained(target, dtype=torch.float32, output_loading_info=True)
        model, info = loaded
        with torch.no_grad():
            answer = model.eval().generate(**inputs, do_sample=False, max_new_tokens=NEW_TOKENS)
        rows.append(
            {
                "name": name,
                "model": case_name,
                "tokens": answer[0, inputs["input_ids"].shape[1] :].tolist(),
                "unexpected": len(info["unexpected_keys"]),
                "missing": sorted(info["missing_keys"]),
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = answers(asked.models, Path(folder))
    found = {"transformers": transformers.__version__, "maxNewTokens": NEW_TOKENS, "rows": rows}
    (asked.out / "changed-weights.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
