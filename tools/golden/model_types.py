"""Lists the kinds of models that transformers reads images and text with, as config.json names them, and what each
kind of model is called."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import transformers
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the JSON file to write")
    parser.add_argument(
        "--further", nargs="*", default=[], help="kinds that are no image models there, whose names are wanted too"
    )
    arguments = parser.parse_args()
    model_types = sorted(MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES)
    further: list[str] = arguments.further
    listed = {
        "from": f"transformers {transformers.__version__}, MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES",
        "modelTypes": model_types,
        "called": {kind: called(kind) for kind in sorted({*model_types, *further}) if kind in CONFIG_MAPPING},
    }
    out: Path = arguments.out
    out.write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")


def called(kind: str) -> str:
    """The name of the kind's classes."""
    config: Any = CONFIG_MAPPING[kind]
    return str(config.__name__.removesuffix("Config").rstrip("_"))


if __name__ == "__main__":
    main()
