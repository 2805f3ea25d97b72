"""Writes src-engine/drawing/generated/glyphs.ts: outlines of Inter for the caption of figures, so that text needs no installed font.

    npm pack @fontsource/inter@5.3.0 && tar xzf fontsource-inter-5.3.0.tgz && pip install fonttools brotli
    python make-glyphs.py package/files/inter-latin-500-normal.woff2 > ../../src-engine/drawing/generated/glyphs.ts
"""
import json
import sys

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

CHARACTERS = [*range(0x20, 0x7F), *range(0xA1, 0x100), *map(ord, "–—…‘’“”−")]
SIDE = 1000  # units per em in the output; y grows downwards, 0 is the baseline

font = TTFont(sys.argv[1])
glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), SIDE / font["head"].unitsPerEm


def outline(name):
    pen = SVGPathPen(glyphs, ntos=lambda value: str(round(value)))
    glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
    return [round(glyphs[name].width * scale), pen.getCommands()]


table = {chr(code): outline(names[code]) for code in CHARACTERS if code in names}
table["missing"] = outline(".notdef")

print("// Outlines of Inter, Copyright 2016 The Inter Project Authors (https://github.com/rsms/inter), SIL Open Font License 1.1.")
print("// Made by tools/caption-glyphs/make-glyphs.py. Per character: advance and SVG path in thousandths of the font size.")
print("/* prettier-ignore */")
print("export const glyphs: Readonly<Record<string, readonly [advance: number, path: string]>> = {")
for key, value in table.items():
    print(f"  {json.dumps(key, ensure_ascii=False)}: {json.dumps(value, separators=(',', ':'))},")
print("};")
