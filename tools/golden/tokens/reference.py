"""What transformers makes of a text: the ids of a prompt and the text of an answer."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from transformers import AutoTokenizer, PaliGemmaProcessor, SiglipImageProcessor

from .kinds import Kind

Json = dict[str, Any]


def tokenizer_json(kind: Kind, base: Json) -> Json:
    model = {**base, **kind.model}
    if model.get("merges") == "as text":
        model["merges"] = [" ".join(pair) for pair in base["merges"]]
    return {"version": "1.0", "truncation": None, "padding": None, **kind.json, "model": model}


def _write(folder: Path, name: str, value: object) -> None:
    (folder / name).write_text(json.dumps(value), encoding="utf-8")


def load(kind: Kind, base: Json) -> Any:
    """The tokenizer that the processor of this model type holds."""
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        _write(folder, "tokenizer.json", tokenizer_json(kind, base))
        _write(folder, "tokenizer_config.json", kind.config)
        _write(folder, "config.json", {"model_type": kind.model_type})
        if kind.special_tokens_map is not None:
            _write(folder, "special_tokens_map.json", kind.special_tokens_map)
        if kind.added_tokens is not None:
            _write(folder, "added_tokens.json", kind.added_tokens)
        tokenizer = AutoTokenizer.from_pretrained(folder)
    if kind.model_type == "paligemma":
        image: Any = SiglipImageProcessor()
        image.image_seq_length = 4
        tokenizer = PaliGemmaProcessor(image, tokenizer).tokenizer
    return tokenizer


T = TypeVar("T")


def or_none(work: Callable[[], T]) -> T | None:
    """None where the reference itself fails; some of its failures are panics of Rust, which are no `Exception`."""
    try:
        return work()
    except KeyboardInterrupt:
        raise
    except BaseException:
        return None


def encoded(tokenizer: Any, text: str) -> list[int] | None:
    """As `apply_chat_template` of a processor has it: no frame where the begin token stands already."""
    begins = tokenizer.bos_token is not None and text.startswith(tokenizer.bos_token)
    return or_none(lambda: list(tokenizer(text, add_special_tokens=not begins)["input_ids"]))


def answers(tokenizer: Any, count: int, seed: int) -> list[list[int]]:
    """Ids at random, as a model might say them: runs of bytes that form no character, special tokens in between."""
    chance = random.Random(seed)
    size = len(tokenizer)
    return [[chance.randrange(size) for _ in range(chance.randint(1, 8))] for _ in range(count)]


def decoded(tokenizer: Any, ids: list[int]) -> str | None:
    return or_none(lambda: str(tokenizer.decode(ids, skip_special_tokens=True)))
