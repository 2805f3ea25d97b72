#!/usr/bin/env bash
# tokenizers 0.23.3 (Python package index, seen 2026-11-28).
#
# Every entry of `added_tokens` in a tokenizer.json carries an `id`, and the library writes it itself. On reading it does not count: a
# token that the model's vocabulary has keeps the vocabulary's id, any other gets the next free one, in the order of the list. A file
# with a gap between vocabulary and added tokens (an embedding table that was padded, tokens that were taken out) therefore reads with
# other ids than it says, without a word. Whoever reads the file by its own
# words, as other implementations do, gets other ids than transformers.
#
# Fails if the ids of the file count.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip --quiet --disable-pip-version-check install tokenizers==0.23.3

"$folder/venv/bin/python" - <<'PYTHON'
import json
import tokenizers
from tokenizers import Tokenizer

flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
written = {"<image>": 600, "<pad>": 900, "b": 700}
document = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [{"id": number, "content": text, **flags} for text, number in written.items()],
    "normalizer": None,
    "pre_tokenizer": None,
    "post_processor": None,
    "decoder": None,
    "model": {"type": "WordLevel", "vocab": {"[UNK]": 0, "a": 1, "b": 2}, "unk_token": "[UNK]"},
}
tokenizer = Tokenizer.from_str(json.dumps(document))
read = {text: tokenizer.token_to_id(text) for text in written}
print(f"tokenizers {tokenizers.__version__}: written {written}, read {read}")
if read != {"<image>": 3, "<pad>": 4, "b": 2}:
    raise SystemExit("The ids of the file are read otherwise now.")
PYTHON
echo 'As described: tokenizers 0.23.3 gives added tokens ids of its own, whatever the file says.'
