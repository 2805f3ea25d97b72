"""Stage `export`: writes a run as a Hugging Face LLaVA folder in float16.

Run in tools/: `python -m pocket.training.export --folder ../run --out ../assets/pocket`.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from ..scene import SIDE
from .answering import AnsweringModel
from .command import command_parser, finish
from .run_folder import latest
from .shapes import SHAPES, DecoderShape, Shapes, VisionShape
from .tokenizer import END, FILE, IMAGE, PAD, SPECIAL_TOKENS, START, load_tokenizer
from .vit import Encoder

CONTEXT = 1024
LONGEST_ANSWER = 64
HALF = {"mean": [0.5] * 3, "std": [0.5] * 3}

TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'user' %}"
    "{% if m['content'] is string %}{{ '<|user|>' + m['content'] }}"
    "{% else %}{% for c in m['content'] if c['type'] == 'image' %}{{ '<image>' }}{% endfor %}{{ '<|user|>' }}"
    "{% for c in m['content'] if c['type'] == 'text' %}{{ c['text'] }}{% endfor %}{% endif %}"
    "{% elif m['role'] == 'assistant' %}{{ '<|assistant|>' }}"
    "{% if m['content'] is string %}{{ m['content'] }}"
    "{% else %}{% for c in m['content'] if c['type'] == 'text' %}{{ c['text'] }}{% endfor %}{% endif %}"
    "{{ eos_token }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)
"""The picture first, then what the user says."""


def weights(encoder: Encoder, model: AnsweringModel) -> dict[str, Tensor]:
    """All tensors, named as `LlavaForConditionalGeneration` of transformers 5 saves them."""
    tower, language = "model.vision_tower.", "model.language_model."
    vision = encoder.state_dict()
    named: dict[str, Tensor] = {}
    for name, tensor in vision.items():
        if name.startswith("layers."):
            named[f"{tower}encoder.{name}"] = tensor
    shape = encoder.shape
    patches = vision["patch_embedding.weight"].view(shape.width, 3, shape.patch, shape.patch)
    named[f"{tower}embeddings.patch_embedding.weight"] = patches
    named[f"{tower}embeddings.patch_embedding.bias"] = vision["patch_embedding.bias"]
    named[f"{tower}embeddings.position_embedding.weight"] = vision["position_embedding"]
    # LLaVA reads the layer's output before this norm; the class expects it all the same.
    named[f"{tower}post_layernorm.weight"] = torch.ones(shape.width)
    named[f"{tower}post_layernorm.bias"] = torch.zeros(shape.width)
    for name, tensor in model.projector.folded().items():
        named[f"model.multi_modal_projector.{name}"] = tensor
    for name, tensor in model.decoder.state_dict().items():
        named[name if name.startswith("lm_head") else f"{language}{name}"] = tensor
    return {name: tensor.detach().float().half().contiguous() for name, tensor in named.items()}


def config(shapes: Shapes) -> dict[str, Any]:
    ends = {"bos_token_id": START, "eos_token_id": END, "pad_token_id": PAD}
    return {
        "architectures": ["LlavaForConditionalGeneration"],
        "model_type": "llava",
        "dtype": "float16",
        **ends,
        "image_token_index": IMAGE,
        "image_seq_length": shapes.vision.patches,
        "projector_hidden_act": "gelu",
        "multimodal_projector_bias": True,
        "tie_word_embeddings": False,
        "vision_feature_layer": -1,
        "vision_feature_select_strategy": "full",
        "vision_config": _vision_config(shapes.vision),
        "text_config": {**_text_config(shapes.decoder), **ends},
    }


def _vision_config(shape: VisionShape) -> dict[str, Any]:
    return {
        "model_type": "siglip_vision_model",
        "hidden_size": shape.width,
        "intermediate_size": shape.mlp,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_channels": 3,
        "image_size": SIDE,
        "patch_size": shape.patch,
        "hidden_act": "gelu_pytorch_tanh",
        "layer_norm_eps": 1e-6,
        "attention_dropout": 0.0,
        "vision_use_head": False,
    }


def _text_config(shape: DecoderShape) -> dict[str, Any]:
    return {
        "model_type": "llama",
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.width,
        "intermediate_size": shape.mlp,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "head_dim": shape.head_width,
        "hidden_act": "silu",
        "max_position_embeddings": CONTEXT,
        "rms_norm_eps": shape.norm_epsilon,
        "rope_parameters": {"rope_theta": shape.rope_theta, "rope_type": "default"},
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": False,
        "use_cache": True,
    }


def image_processor() -> dict[str, Any]:
    return {
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": HALF["mean"],
        "image_std": HALF["std"],
        "resample": 3,
        "rescale_factor": 1 / 255,
        "size": {"height": SIDE, "width": SIDE},
    }


def settings(shapes: Shapes) -> dict[str, dict[str, Any]]:
    """The JSON files beside weights and tokenizer, by name."""
    pad, start, end, image, *_ = SPECIAL_TOKENS
    return {
        "config.json": config(shapes),
        "generation_config.json": {
            "bos_token_id": START,
            "eos_token_id": END,
            "pad_token_id": PAD,
            "do_sample": False,
            "max_new_tokens": LONGEST_ANSWER,
        },
        "preprocessor_config.json": image_processor(),
        "processor_config.json": {
            "processor_class": "LlavaProcessor",
            "image_processor": {**image_processor(), "image_processor_type": "SiglipImageProcessor"},
            "image_token": image,
            "num_additional_image_tokens": 0,
            "patch_size": shapes.vision.patch,
            "vision_feature_select_strategy": "full",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "processor_class": "LlavaProcessor",
            "bos_token": start,
            "eos_token": end,
            "pad_token": pad,
            "image_token": image,
            "clean_up_tokenization_spaces": False,
            "model_max_length": CONTEXT,
            "padding_side": "left",
            "chat_template": TEMPLATE,
        },
    }


def export(folder: Path, out: Path) -> None:
    """Raises StageMissingError when the run is not complete."""
    vision, answers = latest(folder, "vision"), latest(folder, "answers")
    load_tokenizer(folder)
    shapes = SHAPES[answers["shape"]]
    encoder, model = Encoder(shapes.vision), AnsweringModel(shapes)
    encoder.load_state_dict(vision["encoder"])
    model.load_state_dict(answers["model"])
    out.mkdir(parents=True, exist_ok=True)
    save_file(weights(encoder, model), out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)  # saved for the owner alone
    for name, content in settings(shapes).items():
        (out / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    (out / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    shutil.copyfile(folder / FILE, out / FILE)


def main() -> int:
    parser = command_parser("export", __doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    options = parser.parse_args()
    return finish(lambda: export(options.folder, options.out))


if __name__ == "__main__":
    sys.exit(main())
