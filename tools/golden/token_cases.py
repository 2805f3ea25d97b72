"""Small tokenizers of every kind x texts: ids and decoded texts of transformers, for the engine to reproduce."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import tokenizers
import transformers

from .tokens.bases import bases
from .tokens.kinds import Kind, kinds
from .tokens.reference import answers, decoded, encoded, load
from .tokens.texts import BY_HAND, drawn

Json = dict[str, Any]


def case(kind: Kind, base: Json, texts: list[str], count: int) -> Json:
    try:
        tokenizer = load(kind, base)
    except Exception as refusal:  # whatever the reference refuses, for whatever reason
        return {**files(kind), "refused": str(refusal).splitlines()[0]}
    ids = [encoded(tokenizer, text) for text in texts]
    said = [*answers(tokenizer, count, seed=7), *(one or [] for one in ids)]
    return {
        **files(kind),
        "named": dict(tokenizer.special_tokens_map),
        "ids": ids,
        "answers": said[:count],
        "decoded": [decoded(tokenizer, one) for one in said],
    }


def share(texts: list[str], every: int, number: int) -> list[str]:
    """The texts that fall to a tokenizer by its number."""
    return [text for at, text in enumerate(texts) if (at + number) % every == 0]


def files(kind: Kind) -> Json:
    found = {
        "name": kind.name,
        "base": kind.base,
        "json": kind.json,
        "model": kind.model,
        "config": kind.config,
        "modelType": kind.model_type,
        "specialTokensMap": kind.special_tokens_map,
        "addedTokens": kind.added_tokens,
    }
    return {name: value for name, value in found.items() if value is not None}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the JSON file to write")
    parser.add_argument("--drawn", type=int, default=400, help="texts drawn at random beside those by hand")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="each tokenizer gets only one text in so many, in turn")
    chosen = parser.parse_args()
    texts = [*BY_HAND, *drawn(chosen.drawn, chosen.seed)]
    vocabularies = bases()
    cases = [
        case(kind, vocabularies[kind.base], share(texts, chosen.every, number), count=max(12, chosen.drawn // 4))
        for number, kind in enumerate(kinds())
    ]
    document = {
        "from": f"transformers {transformers.__version__}, tokenizers {tokenizers.__version__}",
        "every": chosen.every,
        "bases": vocabularies,
        "texts": texts,
        "cases": cases,
    }
    lines = ",\n".join(
        f"{json.dumps(name)}: "
        + ("[\n" + ",\n".join(map(compact, cases)) + "\n]" if name == "cases" else compact(value))
        for name, value in document.items()
    )
    chosen.out.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    refused = [one["name"] for one in cases if "refused" in one]
    print(f"{len(cases)} tokenizers, {len(texts)} texts; refused by transformers: {refused}")


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
