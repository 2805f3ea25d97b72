#!/usr/bin/env bash
# Pillow 12.3.0 and 13.0.0 with Little CMS 2.19 from the Python package index (seen 2026-11-30).
#
# A TIFF of CIELAB colours reaches a vision model through `Image.convert('RGB')`, which hands it to Little CMS with built-in profiles. For 8-bit
# CIELAB that library builds a table of 33 x 33 x 33 colours and reads between its nodes. CIELAB's neutral axis lies at a = b = 128 of 255, which is
# no node, so neutral colours are mixed from tinted ones: white comes out as 254, 255, 254 and black as 1, 0, 1, while the middle greys are
# neutral. A reader that computes CIELAB by its formulas (white is 255, 255, 255) does not give the same pixel values. The reverse is exact:
# white in sRGB becomes 255, 128, 128, so a picture that goes to CIELAB and back has lost its white.
#
# Fails if white or black comes back neutral.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

for version in 12.3.0 13.0.0; do
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/python" -m pip --quiet --disable-pip-version-check install --no-deps "pillow==$version"
  "$folder/$version/bin/python" - <<'PYTHON'
import sys
import PIL
from PIL import Image, features

white = Image.new('RGB', (1, 1), (255, 255, 255)).convert('LAB')
black = Image.new('RGB', (1, 1), (0, 0, 0)).convert('LAB')
seen = [(im.getpixel((0, 0)), im.convert('RGB').getpixel((0, 0))) for im in (white, black)]
print(f'Pillow {PIL.__version__}, Little CMS {features.version("littlecms2")}: white {seen[0]}, black {seen[1]}')
sys.exit(0 if [rgb for _, rgb in seen] == [(254, 255, 254), (1, 0, 1)] else 1)
PYTHON
done
echo 'As described: white and black are tinted by one level.'
