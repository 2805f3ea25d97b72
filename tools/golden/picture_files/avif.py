"""AVIF: sampling, ranges, depths, alpha, orientation, animations."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import product

from PIL import Image

from .art import Art, orientation_exif, orientation_xmp, saved
from .webp import rolled, swapped_profile

File = tuple[str, bytes]


def with_colours(avif: bytes, primaries: int, transfer: int, matrix: int, full: bool) -> bytes:
    """The same planes, said to be something else. Works on the one `colr` box of kind nclx."""
    at = avif.find(b"nclx")
    assert at > 0
    said = struct.pack(">HHHB", primaries, transfer, matrix, 0x80 if full else 0)
    return avif[: at + 4] + said + avif[at + 11 :]


def files(art: Art) -> Iterator[File]:
    image = art.image
    for sampling, quality in product(("4:2:0", "4:2:2", "4:4:4", "4:0:0"), (50, 90)):
        name = f"s{sampling.replace(':', '')}-q{quality}.avif"
        yield name, saved(image, "AVIF", subsampling=sampling, quality=quality, speed=9)
    small = {"quality": 80, "speed": 9}
    yield "limited.avif", saved(image, "AVIF", range="limited", **small)
    yield "limited-444.avif", saved(image, "AVIF", range="limited", subsampling="4:4:4", **small)
    yield "limited-grey.avif", saved(image, "AVIF", range="limited", subsampling="4:0:0", **small)
    plain = saved(image, "AVIF", **small)
    plain444 = saved(image, "AVIF", subsampling="4:4:4", **small)
    for label, source in (("420", plain), ("444", plain444)):
        for name, colours in (
            ("709-limited", (1, 1, 1, False)),
            ("709-full", (1, 13, 1, True)),
            ("601-limited", (1, 13, 6, False)),
            ("470bg-full", (5, 13, 5, True)),
            ("2020-limited", (9, 14, 9, False)),
            ("2020-full", (9, 14, 9, True)),
            ("unspecified", (2, 2, 2, True)),
            ("fcc", (1, 13, 4, True)),
            ("derived", (1, 13, 12, True)),
            ("ycgco", (1, 13, 8, True)),
        ):
            yield f"{name}-{label}.avif", with_colours(source, *colours)
    yield "identity.avif", with_colours(plain444, 1, 13, 0, True)
    yield "alpha.avif", saved(art.rgba, "AVIF", **small)
    yield "alpha-444.avif", saved(art.rgba, "AVIF", subsampling="4:4:4", **small)
    yield "alpha-premultiplied.avif", saved(art.rgba, "AVIF", alpha_premultiplied=True, **small)
    yield "lossless.avif", saved(image, "AVIF", quality=100, subsampling="4:4:4", speed=9)
    yield "profile.avif", saved(image, "AVIF", icc_profile=swapped_profile(), **small)
    for code in range(2, 9):
        yield f"exif-{code}.avif", saved(image, "AVIF", exif=orientation_exif(code), **small)
    yield "exif-alpha-6.avif", saved(art.rgba, "AVIF", exif=orientation_exif(6), **small)
    yield "xmp-6.avif", saved(image, "AVIF", xmp=orientation_xmp(6), **small)
    for alpha in (False, True):
        first, *others = rolled(art, alpha)
        name = "animated-alpha.avif" if alpha else "animated.avif"
        yield name, saved(first, "AVIF", save_all=True, append_images=others, **small)
    even = image.crop((0, 0, 48, 32))
    yield "even-size.avif", saved(even, "AVIF", **small)
    yield "even-odd.avif", saved(image.crop((0, 0, 48, 33)), "AVIF", **small)
    yield "one-pixel.avif", saved(image.crop((0, 0, 1, 1)), "AVIF", **small)
    yield "one-column.avif", saved(image.crop((0, 0, 1, 9)), "AVIF", **small)
    yield "one-row.avif", saved(image.crop((0, 0, 9, 1)), "AVIF", **small)
    yield "tiled.avif", saved(image.resize((300, 260), Image.Resampling.BICUBIC), "AVIF", tile_cols=1, **small)
