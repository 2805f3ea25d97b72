"""Formats that Pillow opens and people seldom give to a model."""

from __future__ import annotations

from collections.abc import Iterator

from .art import Art, saved

File = tuple[str, bytes]


def files(art: Art) -> Iterator[File]:
    yield "plain.ppm", saved(art.image, "PPM")
    yield "plain.tga", saved(art.image, "TGA")
    yield "plain.qoi", saved(art.image, "QOI")
    yield "plain.j2k", saved(art.image, "JPEG2000", no_jp2=True)
    yield "plain.jp2", saved(art.image, "JPEG2000", no_jp2=False)
