#!/usr/bin/env bash
# Pillow 12.3.0 and 13.0.0 from the Python package index (seen 2026-11-28).
#
# Image.resize of an 8-bit picture is two passes with a rounding to 8 bits in between, so their order shows in the result. Up to 12.3.0 the
# width was always done first. 13.0.0 does the height first where it shrinks, and by more than twice as many pixels as the width does:
# 130 x 190 to 98 x 98 gives other bytes, by several levels where a picture is black and white, while 190 x 130 does not change. Nothing in the release
# notes says so. Whoever reproduces a vision model's pixel values (transformers' `backend="pil"` resizes with Pillow) gets other
# values from the same checkpoint and picture.
#
# Fails if the two versions agree on the tall picture, or disagree on the wide one.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

for version in 12.3.0 13.0.0; do
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/python" -m pip --quiet --disable-pip-version-check install --no-deps "pillow==$version"
  "$folder/$version/bin/python" - "$folder" <<'PYTHON'
import sys
from pathlib import Path
import PIL
from PIL import Image

for width, height in (130, 190), (190, 130):
    levels = bytes(255 * (i * 2654435761 >> 13 & 1) for i in range(width * height * 3))
    resized = Image.frombytes('RGB', (width, height), levels).resize((98, 98), Image.Resampling.BICUBIC)
    Path(sys.argv[1], f'{width}x{height}.{PIL.__version__}').write_bytes(resized.tobytes())
PYTHON
done
python3 - "$folder" <<'PYTHON'
import sys
from pathlib import Path

def largest(name):
    old, new = (Path(sys.argv[1], f'{name}.{version}').read_bytes() for version in ('12.3.0', '13.0.0'))
    return max(abs(a - b) for a, b in zip(old, new, strict=True))

tall, wide = largest('130x190'), largest('190x130')
print(f'130 x 190 to 98 x 98: {tall} levels apart; 190 x 130 to 98 x 98: {wide}')
sys.exit(0 if tall > 1 and wide == 0 else 1)
PYTHON
echo 'As described: the order of the passes depends on the shape from 13.0.0 on.'
