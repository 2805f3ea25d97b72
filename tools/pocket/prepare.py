"""Command line: fetches the emoji sets and fonts and puts into `.cache` what the painters need of them.

Run in tools/: `python -m pocket.prepare`. It is the only part that needs npm and the network.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

from PIL import Image

from .cache import CACHE, drawings_path, font_path, sheet_path
from .drawings import rasterise
from .sprites import COLUMNS, TILE, tile_box
from .vocabulary import CATEGORY, CONCEPTS, GLYPHS, STYLES, Glyph, drawn_in

SOURCES = Path(__file__).with_name("sources")
PACKAGES = {
    "noto": "noto",
    "twemoji": "twemoji",
    "flat": "fluent-emoji-flat",
    "fluent": "fluent-emoji",
    "openmoji": "openmoji",
    "emojione": "emojione",
    "blob": "noto-v1",
    "firefox": "fxemoji",
    "outline": "streamline-emojis",
    "contrast": "fluent-emoji-high-contrast",
}
"""Style -> npm package under @iconify-json."""
_FONTS = (
    "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
    "pdfjs-dist/standard_fonts/LiberationSans-Bold.ttf",
)


class Icon(TypedDict, total=False):
    """One icon of an Iconify set; left and top default to 0, width and height to those of the set."""

    body: str
    left: int
    top: int
    width: int
    height: int


class PrepareError(Exception):
    """The sources do not hold what the scenes need."""


def install(target: Path) -> Path:
    """Installs the pinned packages (`npm ci`) into a folder and returns its node_modules."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(SOURCES / name, target / name)
    command = ["npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=target, check=True)
    return target / "node_modules"


class IconSet:
    """An Iconify icon set, read from its package."""

    def __init__(self, package: Path) -> None:
        self._set = json.loads((package / "icons.json").read_text(encoding="utf-8"))
        codes = package / "chars.json"
        self._names = json.loads(codes.read_text(encoding="utf-8")) if codes.is_file() else {}

    def svg(self, glyph: Glyph) -> str | None:
        """A TILE x TILE SVG document, or None when the set does not draw the glyph."""
        name = self._names.get(glyph["code"]) or self._names.get(f"{glyph['code']}-fe0f") or glyph["icon"]
        if name not in self._set["icons"]:
            name = self._set.get("aliases", {}).get(name, {}).get("parent", name)
        icon: Icon | None = self._set["icons"].get(name)
        if icon is None:
            return None
        width = icon.get("width", self._set.get("width", 16))
        height = icon.get("height", self._set.get("height", 16))
        box = f"{icon.get('left', 0)} {icon.get('top', 0)} {width} {height}"
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'viewBox="{box}" width="{TILE}" height="{TILE}">{icon["body"]}</svg>'
        )


def collect(style: str, icons: IconSet) -> dict[str, str]:
    """The style's SVG documents by concept. Raises PrepareError when the set draws others than expected."""
    documents: dict[str, str] = {}
    for concept in CONCEPTS:
        svg = icons.svg(GLYPHS[CATEGORY[concept]][concept])
        if (svg is not None) != drawn_in(style, concept):
            raise PrepareError(f"The {style} set and UNDRAWN in vocabulary.py disagree about {concept!r}.")
        if svg is not None:
            documents[concept] = svg
    return documents


def draw_sheet(documents: dict[str, str]) -> Image.Image:
    """All drawings of a style, each in its tile."""
    rows = -(-len(CONCEPTS) // COLUMNS)
    sheet = Image.new("RGBA", (COLUMNS * TILE, rows * TILE))
    for concept, svg in documents.items():
        sheet.paste(rasterise(svg, TILE), tile_box(concept))
    return sheet


def prepare(modules: Path, cache: Path) -> None:
    """Writes one sheet per style, the documents of the measured styles and the fonts."""
    for style, package in PACKAGES.items():
        documents = collect(style, IconSet(modules / "@iconify-json" / package))
        path = sheet_path(cache, style)
        path.parent.mkdir(parents=True, exist_ok=True)
        draw_sheet(documents).save(path)
        if any(style in group for group in STYLES.values()):
            path = drawings_path(cache, style)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(documents), encoding="utf-8", newline="\n")
    for source in _FONTS:
        path = font_path(cache, Path(source).name)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, path)


def main() -> int:
    """Leaves only sheets, documents and fonts; the packages are 170 MB that nobody needs afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix="pocket-sources-") as folder:
            prepare(install(Path(folder)), CACHE)
    except (PrepareError, OSError, subprocess.CalledProcessError) as error:
        print(f"The emoji sets could not be prepared: {error}", file=sys.stderr)
        return 1
    print(f"Sprites and fonts are ready in {CACHE}.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
