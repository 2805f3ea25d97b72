"""What transformers makes of generation_config.json: greedy answers, scores after every rule, ends at stop strings.

python -m golden.generation --models ../tests/fixtures/golden --out ../tests/fixtures/generation
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import load_file
from transformers import AutoModelForImageTextToText, AutoTokenizer, GenerationConfig, StopStringCriteria

from .case import read_case
from .hugging_face import load_processor, prepare

NEW_TOKENS = 24
VOCABULARY = 48
Settings = dict[str, Any]


def overlapping(tokenizer: Any, answer: list[int]) -> list[str]:
    """Strings that begin inside one token of the answer and end inside a later one, the first beyond the middle."""
    words = [tokenizer.decode([token]).strip() for token in answer]
    found = [
        words[at][len(words[at]) // 2 :] + words[at + 1][: (len(words[at + 1]) + 1) // 2]
        for at in range(6, len(answer) - 1)
        if words[at].isascii() and words[at + 1].isascii() and len(words[at]) > 1 and len(words[at + 1]) > 1
    ]
    return found[:1]


def greedy_settings(answer: list[int], prompt: list[int], image: int, tokenizer: Any) -> dict[str, Settings]:
    """Named settings whose values hang on what the model answers without any."""
    ends = {"eos_token_id": answer[4]}
    return {
        "nothing": {},
        "repetition_penalty": {"repetition_penalty": 1.5},
        "repetition_reward": {"repetition_penalty": 0.8},
        "encoder_repetition_penalty": {"encoder_repetition_penalty": 1.7},
        "no_repeat_ngram_size": {"no_repeat_ngram_size": 2},
        "no_repeat_ngram_of_one": {"no_repeat_ngram_size": 1},
        "encoder_no_repeat_ngram_size": {"encoder_no_repeat_ngram_size": 1},
        "suppress_tokens": {"suppress_tokens": sorted(set(answer[:3]))},
        "begin_suppress_tokens": {"begin_suppress_tokens": [answer[0], answer[1]]},
        "bad_words_ids": {"bad_words_ids": [[answer[2]], answer[4:6], [image, answer[0]], [prompt[-1], answer[0]]]},
        "bad_words_that_end": {**ends, "bad_words_ids": [[answer[4]], [answer[1]]]},
        "sequence_bias": {"sequence_bias": [[[answer[1]], -3.0], [answer[3:5], -40.0], [[answer[2], answer[0]], 40.0]]},
        "ends": ends,
        "min_new_tokens": {**ends, "min_new_tokens": 10},
        "min_length": {**ends, "min_length": len(prompt) + 8},
        "min_new_tokens_before_min_length": {**ends, "min_length": 500, "min_new_tokens": 7},
        "forced_bos_token_id": {"forced_bos_token_id": 7},
        "forced_eos_token_id": {"forced_eos_token_id": [9, 5]},
        "exponential_decay_length_penalty": {"exponential_decay_length_penalty": [3, 1.3]},
        "stop_strings": {"stop_strings": [tokenizer.decode([answer[5]]).strip() or "a", "never written"]},
        "stop_strings_across_tokens": {"stop_strings": overlapping(tokenizer, answer) or ["a"]},
        "stop_string_of_one_sign": {"stop_strings": "e"},
        "sampling_settings_do_nothing": {"temperature": 0.2, "top_k": 3, "top_p": 0.4, "min_p": 0.3, "typical_p": 0.5},
        "renormalize_logits": {"renormalize_logits": True, "remove_invalid_values": True, "repetition_penalty": 1.2},
        "together": {
            **ends,
            "repetition_penalty": 1.3,
            "no_repeat_ngram_size": 3,
            "bad_words_ids": [[answer[0]], [prompt[-1], answer[1]]],
            "suppress_tokens": [answer[2]],
            "begin_suppress_tokens": [answer[3]],
            "min_new_tokens": 6,
            "forced_eos_token_id": 2,
        },
    }


def greedy_answers(models: Path, names: list[str]) -> list[Settings]:
    rows: list[Settings] = []
    for name in names:
        case = read_case(models / name)
        stored = load_file(models / name / "golden.safetensors")
        _, inputs = prepare(load_processor(case.model), case)
        inputs["pixel_values"] = stored["pixel_values"].reshape(inputs["pixel_values"].shape)
        inputs.pop("labels", None)
        model: Any = AutoModelForImageTextToText.from_pretrained(case.model, dtype=torch.float32).eval()
        tokenizer = AutoTokenizer.from_pretrained(case.model)
        own = model.generation_config.to_dict()
        prompt = inputs["input_ids"][0].tolist()

        def ask(
            settings: Settings,
            model: Any = model,
            own: Settings = own,
            inputs: Settings = inputs,
            tokenizer: Any = tokenizer,
        ) -> list[int]:
            model.generation_config = GenerationConfig.from_dict({**own, **settings})
            with torch.no_grad():
                answer = model.generate(**inputs, do_sample=False, max_new_tokens=NEW_TOKENS, tokenizer=tokenizer)
            ids: list[int] = answer[0, inputs["input_ids"].shape[1] :].tolist()
            return ids

        plain = ask({})
        for label, settings in greedy_settings(plain, prompt, model.config.image_token_id, tokenizer).items():
            rows.append({"model": name, "name": label, "settings": settings, "tokens": ask(settings)})
    return rows


def rule_settings() -> dict[str, Settings]:
    """Every rule by itself, then together: the order is part of what is compared."""
    sampled: dict[str, Settings] = {
        "temperature": {"temperature": 0.7},
        "top_k": {"top_k": 5},
        "top_p": {"top_k": 0, "top_p": 0.6},
        "min_p": {"top_k": 0, "min_p": 0.2},
        "top_h": {"top_k": 0, "top_h": 0.5},
        "typical_p": {"top_k": 0, "typical_p": 0.5},
        "epsilon_cutoff": {"top_k": 0, "epsilon_cutoff": 0.02},
        "eta_cutoff": {"top_k": 0, "eta_cutoff": 0.1},
        "temperature, top_h, top_k, top_p, min_p": {
            "temperature": 1.6,
            "top_h": 0.9,
            "top_k": 20,
            "top_p": 0.9,
            "min_p": 0.05,
        },
        "temperature, typical_p, epsilon_cutoff, eta_cutoff, renormalize_logits": {
            "temperature": 1.2,
            "typical_p": 0.9,
            "epsilon_cutoff": 0.01,
            "eta_cutoff": 0.02,
            "renormalize_logits": True,
        },
        "the defaults": {},
    }
    always: dict[str, Settings] = {
        "repetition_penalty": {"repetition_penalty": 1.37},
        "encoder_repetition_penalty": {"encoder_repetition_penalty": 1.21},
        "no_repeat_ngram_size": {"no_repeat_ngram_size": 2},
        "encoder_no_repeat_ngram_size": {"encoder_no_repeat_ngram_size": 2},
        "bad_words_ids": {"bad_words_ids": [[3], [11, 4], [9, 5], [1], [7, 9, 11, 6]]},
        "sequence_bias": {
            "sequence_bias": [[[3], 1.3], [[11, 4], -0.7], [[9, 11, 4], 0.31], [[40], -9.9], [[8, 3], 5.0]]
        },
        "min_length": {"min_length": 12},
        "min_new_tokens": {"min_new_tokens": 4},
        "forced_eos_token_id": {"forced_eos_token_id": [1, 8]},
        "exponential_decay_length_penalty": {"exponential_decay_length_penalty": [1, 1.4]},
        "suppress_tokens": {"suppress_tokens": [0, 5, 17]},
        "begin_suppress_tokens": {"begin_suppress_tokens": [4, 5]},
        "renormalize_logits": {"renormalize_logits": True},
    }
    together: Settings = {}
    for settings in always.values():
        together |= settings
    together.pop("forced_eos_token_id")
    greedy = {name: {"do_sample": False, **settings} for name, settings in (always | {"together": together}).items()}
    return greedy | {name: {"do_sample": True, **settings} for name, settings in sampled.items()}


def scores_after_rules(model: Any) -> list[Settings]:
    """Scores of a made-up vocabulary after a prompt of seven ids and up to four answered ones."""
    prompt, answer = [1, 9, 11, 4, 7, 9, 5], [11, 4, 9, 11]
    generator = torch.Generator().manual_seed(15)
    rows: list[Settings] = []
    for name, settings in rule_settings().items():
        for answered in (0, 3, 4):
            scores = torch.randn(1, VOCABULARY, generator=generator) * 3
            config = GenerationConfig.from_dict({"eos_token_id": [1, 2], **settings})
            config.update(**GenerationConfig._get_default_generation_params(), defaults_only=True)
            config.max_length = len(prompt) + 5
            if config.min_new_tokens is not None:
                config.min_length = len(prompt) + config.min_new_tokens
            model._prepare_special_tokens(config, device="cpu")
            ids = torch.tensor([prompt + answer[:answered]])
            rules = model._get_logits_processor(
                config,
                input_ids_seq_length=len(prompt),
                encoder_input_ids=torch.tensor([prompt]),
                device="cpu",
                model_kwargs={},
            )
            after = rules(ids, scores.clone())[0].tolist()
            rows.append(
                {
                    "name": name,
                    "settings": settings,
                    "answered": answered,
                    "before": scores[0].tolist(),
                    "after": [None if value == float("-inf") else value for value in after],
                }
            )
    return rows


def stop_strings(models: Path) -> list[Settings]:
    """Texts cut from what tokens spell, also in the middle of a character, and whether they end an answer."""
    draw = random.Random(15)
    rows: list[Settings] = []
    for name in ("llava15-clip", "onevision", "paligemma"):
        tokenizer = AutoTokenizer.from_pretrained(models / name / "model")
        size = len(tokenizer)
        for _ in range(120):
            ids = [draw.randrange(size) for _ in range(draw.randint(2, 9))]
            text = str(tokenizer.decode(ids[-4:] if draw.random() < 0.7 else ids, skip_special_tokens=False))
            start = draw.randrange(max(1, len(text)))
            stop = text[start : start + draw.randint(1, 8)]
            if draw.random() < 0.2:
                stop = draw.choice(["é", "\ufffd", " ", "</s>", "<image>", "abcdef", "▁", "\n"])
            if stop == "":
                continue
            try:
                criteria = StopStringCriteria(tokenizer=tokenizer, stop_strings=[stop])
            except ValueError:
                continue  # no token of the vocabulary ends in it: transformers refuses to look for it
            ends = bool(criteria(torch.tensor([ids]), None)[0])
            rows.append({"model": name, "ids": ids, "stop": stop, "ends": ends})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--models", type=Path, required=True, help="the folder of golden cases")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    source = {"transformers": transformers.__version__}
    answers = greedy_answers(options.models, ["llava15-clip", "llava15-siglip", "paligemma"])
    write(options.out / "greedy.json", {**source, "maxNewTokens": NEW_TOKENS}, answers)
    write(options.out / "stop-strings.json", source, stop_strings(options.models))
    model = AutoModelForImageTextToText.from_pretrained(options.models / "llava15-clip" / "model")
    rules = scores_after_rules(model)
    facts = {**source, "prompt": [1, 9, 11, 4, 7, 9, 5], "answer": [11, 4, 9, 11], "ends": [1, 2], "maxNewTokens": 5}
    write(options.out / "rules.json", facts, rules)


def write(path: Path, facts: Settings, rows: list[Settings]) -> None:
    """One row a line, so that a change shows what changed."""
    head = json.dumps(facts)[:-1]
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f'{head}, "rows": [\n{body}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
