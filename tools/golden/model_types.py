"""Lists the kinds of models that transformers reads images and text with, as config.json names them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import transformers
from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="the JSON file to write")
    out: Path = parser.parse_args().out
    listed = {
        "from": f"transformers {transformers.__version__}, MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES",
        "modelTypes": sorted(MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES),
    }
    out.write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
