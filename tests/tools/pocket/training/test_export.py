from __future__ import annotations

import json
from pathlib import Path

import jinja2
import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from pocket.questions import Question
from pocket.training.answering import AnsweringModel
from pocket.training.export import TEMPLATE, export, settings, weights
from pocket.training.packing import pack
from pocket.training.run_folder import RunFolder, StageMissingError
from pocket.training.shapes import SHAPES
from pocket.training.tokenizer import ASSISTANT, IMAGE, START
from pocket.training.vit import Encoder

from samples import scene

SMALL = SHAPES["small"]


@pytest.fixture
def run(tmp_path: Path, tokenizer: Tokenizer) -> Path:
    """A run of the small shape whose stages have just begun."""
    torch.manual_seed(8)
    encoder, model = Encoder(SMALL.vision), AnsweringModel(SMALL)
    model.projector.measure(torch.randn(50, 64) * 3 + 1)
    folder = tmp_path / "run"
    RunFolder(folder, "vision").save({"shape": "small", "encoder": encoder.state_dict()})
    RunFolder(folder, "answers").save({"shape": "small", "model": model.state_dict()})
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_the_folder_is_that_of_a_hugging_face_model(run: Path, tmp_path: Path) -> None:
    export(run, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "chat_template.jinja",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "preprocessor_config.json",
        "processor_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    assert (tmp_path / "out" / "tokenizer.json").read_bytes() == (run / "tokenizer.json").read_bytes()


def test_tensors_have_their_names_and_shapes_in_float16() -> None:
    named = weights(Encoder(SMALL.vision), AnsweringModel(SMALL))
    assert {tensor.dtype for tensor in named.values()} == {torch.float16}
    vision, language = "model.vision_tower.", "model.language_model."
    shapes = {name: tuple(tensor.shape) for name, tensor in named.items()}
    assert shapes[f"{vision}embeddings.patch_embedding.weight"] == (64, 3, 14, 14)
    assert shapes[f"{vision}embeddings.position_embedding.weight"] == (256, 64)
    assert shapes[f"{vision}encoder.layers.1.self_attn.out_proj.bias"] == (64,)
    assert shapes[f"{vision}encoder.layers.0.mlp.fc1.weight"] == (128, 64)
    assert shapes[f"{vision}post_layernorm.weight"] == (64,)
    assert shapes["model.multi_modal_projector.linear_1.weight"] == (64, 64)
    assert shapes[f"{language}embed_tokens.weight"] == (1024, 64)
    assert shapes[f"{language}layers.2.self_attn.k_proj.weight"] == (32, 64)
    assert shapes[f"{language}norm.weight"] == (64,)
    assert shapes["lm_head.weight"] == (1024, 64)
    assert len(shapes) == 5 + 2 * 16 + 4 + 2 + 3 * 9 + 1 == 71


def test_weights_are_those_of_the_checkpoints_with_the_projector_folded(run: Path, tmp_path: Path) -> None:
    export(run, tmp_path / "out")
    saved = load_file(tmp_path / "out" / "model.safetensors")
    model = AnsweringModel(SMALL)
    model.load_state_dict(torch.load(run / "answers.pt")["model"])
    folded = model.projector.folded()["linear_1.weight"]
    assert torch.equal(saved["model.multi_modal_projector.linear_1.weight"], folded.half())
    assert not torch.equal(folded, model.projector.linear_1.weight)
    assert torch.equal(saved["lm_head.weight"], model.decoder.lm_head.weight.half())


def test_the_settings_tell_the_shapes() -> None:
    files = settings(SHAPES["full"])
    config = files["config.json"]
    vision, text = config["vision_config"], config["text_config"]
    assert (vision["hidden_size"], vision["num_hidden_layers"], vision["num_attention_heads"]) == (192, 12, 3)
    assert (vision["image_size"], vision["patch_size"], config["image_seq_length"]) == (224, 14, 256)
    assert (text["hidden_size"], text["num_hidden_layers"], text["num_key_value_heads"]) == (256, 6, 2)
    assert (text["head_dim"], text["rope_parameters"]["rope_theta"], text["vocab_size"]) == (64, 1e6, 1024)
    assert (config["image_token_index"], config["eos_token_id"], config["vision_feature_layer"]) == (3, 2, -1)
    assert files["preprocessor_config.json"]["image_mean"] == [0.5, 0.5, 0.5]
    assert files["tokenizer_config.json"]["image_token"] == "<image>"
    assert json.loads(json.dumps(files)) == files


def prompt(*content: dict[str, str]) -> str:
    template = jinja2.Environment().from_string(TEMPLATE)
    messages = [{"role": "user", "content": list(content)}]
    return template.render(messages=messages, bos_token="<s>", eos_token="</s>", add_generation_prompt=True)


def test_the_template_writes_a_question_as_it_was_trained(tokenizer: Tokenizer) -> None:
    question = Question("bg", "What color is the background?", "Blue.")
    text = prompt({"type": "image"}, {"type": "text", "text": question.text})
    assert text == "<s><image><|user|>What color is the background?<|assistant|>"
    packed = pack(scene(), [question], tokenizer, 40, SMALL.vision).ids.tolist()
    asked = packed[: packed.index(ASSISTANT) + 1]
    assert tokenizer.encode(text).ids == [START, IMAGE, *asked]


def test_the_picture_comes_first_wherever_it_stands_in_the_message() -> None:
    text = prompt({"type": "text", "text": "Why?"}, {"type": "image"})
    assert text == "<s><image><|user|>Why?<|assistant|>"


def test_the_template_closes_earlier_answers() -> None:
    template = jinja2.Environment().from_string(TEMPLATE)
    messages = [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Sorry."},
        {"role": "user", "content": "Why?"},
    ]
    text = template.render(messages=messages, bos_token="<s>", eos_token="</s>", add_generation_prompt=True)
    assert text == "<s><|user|>Hi<|assistant|>Sorry.</s><|user|>Why?<|assistant|>"


@pytest.mark.parametrize("stage", ["vision", "answers"])
def test_an_unfinished_run_names_the_stage_to_run(run: Path, tmp_path: Path, stage: str) -> None:
    (run / f"{stage}.pt").unlink()
    with pytest.raises(StageMissingError, match=f"run the {stage} stage first"):
        export(run, tmp_path / "out")
    assert not (tmp_path / "out").exists()
