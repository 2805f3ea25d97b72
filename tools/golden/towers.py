"""Encoders alone, CLIP and SigLIP, whole and their vision half: small checkpoints, and the features that transformers
gives of a picture.

python -m golden.towers ../tests/fixtures/golden/llava15-clip/image.png --out ../tests/fixtures/checkpoint/towers
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import (
    AutoModel,
    CLIPConfig,
    CLIPImageProcessorPil,
    CLIPModel,
    CLIPVisionModel,
    PreTrainedModel,
    SiglipConfig,
    SiglipImageProcessorPil,
    SiglipModel,
    SiglipVisionModel,
)

from .recipes.initialise import randomise

_VISION = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "image_size": 84,
    "patch_size": 14,
}
_TEXT = {
    "hidden_size": 16,
    "intermediate_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "vocab_size": 20,
    "max_position_embeddings": 8,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": 0,
}


def clip() -> tuple[Any, type[PreTrainedModel], Any]:
    model = CLIPModel(CLIPConfig(vision_config=_VISION, text_config=_TEXT, projection_dim=16))
    images = CLIPImageProcessorPil(size={"shortest_edge": 84}, crop_size={"height": 84, "width": 84})
    return model, CLIPVisionModel, images


def siglip() -> tuple[Any, type[PreTrainedModel], Any]:
    model = SiglipModel(SiglipConfig(vision_config=_VISION, text_config=_TEXT))
    return model, SiglipVisionModel, SiglipImageProcessorPil(size={"height": 84, "width": 84})


def write(picture: Path, out: Path) -> None:
    image = Image.open(picture).convert("RGB")
    for seed, (name, make) in enumerate({"clip": clip, "siglip": siglip}.items()):
        model, half, images = make()
        randomise(model.vision_model, seed)
        model.eval()
        folders = {name: model, f"{name}-vision": half.from_pretrained(saved(model, images, out / name))}
        pixels = images(image, return_tensors="pt")["pixel_values"]
        for folder, part in folders.items():
            saved(part, images, out / folder)
            again = AutoModel.from_pretrained(out / folder).eval()
            tower = getattr(again, "vision_model", again)
            with torch.no_grad():
                features = tower(pixels).last_hidden_state[0]
            # The class token is no patch.
            patches = features[-36:].contiguous()
            save_file({"pixel_values": pixels, "features": patches}, out / folder / "expected.safetensors")


def saved(model: PreTrainedModel, images: Any, folder: Path) -> Path:
    model.save_pretrained(folder)
    images.save_pretrained(folder)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    write(arguments.picture, arguments.out)


if __name__ == "__main__":
    main()
