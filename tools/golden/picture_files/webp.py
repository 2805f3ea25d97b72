"""WebP and GIF: lossy, lossless, alpha, profiles, animations whose first frame is smaller than the canvas."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageCms

from .art import Art, orientation_exif, orientation_xmp, saved

File = tuple[str, bytes]


def swapped_profile() -> bytes:
    """A profile that would swap red and blue if it were applied."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    r, b = profile.find(b"rXYZ"), profile.find(b"bXYZ")
    profile[r : r + 4], profile[b : b + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


def rolled(art: Art, alpha: bool, count: int = 3) -> list[Image.Image]:
    pixels = np.asarray(art.rgba if alpha else art.image)
    return [Image.fromarray(np.roll(pixels, 7 * k, 0)) for k in range(count)]


def files(art: Art) -> Iterator[File]:
    yield "lossy.webp", saved(art.image, "WEBP", quality=70)
    yield "lossless.webp", saved(art.image, "WEBP", lossless=True)
    yield "alpha-lossy.webp", saved(art.rgba, "WEBP", quality=70)
    yield "alpha-lossless.webp", saved(art.rgba, "WEBP", lossless=True)
    yield "alpha-lossless-exact.webp", saved(art.rgba, "WEBP", lossless=True, exact=True)
    yield "profile.webp", saved(art.image, "WEBP", quality=80, icc_profile=swapped_profile())
    yield "opaque-rgba.webp", saved(art.image.convert("RGBA"), "WEBP", lossless=True)
    for code in (3, 5, 6, 8):
        yield f"exif-{code}.webp", saved(art.image, "WEBP", quality=80, exif=orientation_exif(code))
    yield "xmp-6.webp", saved(art.image, "WEBP", quality=80, xmp=orientation_xmp(6))
    for alpha in (False, True):
        first, *others = rolled(art, alpha)
        name = "animated-alpha" if alpha else "animated"
        yield f"{name}.webp", saved(first, "WEBP", save_all=True, append_images=others, lossless=True)
        yield f"{name}-lossy.webp", saved(first, "WEBP", save_all=True, append_images=others, quality=75)
    first, *others = rolled(art, False)
    options = {"save_all": True, "append_images": others, "exif": orientation_exif(6)}
    yield "animated-exif-6.webp", saved(first, "WEBP", lossless=True, **options)
    options["icc_profile"] = swapped_profile()
    yield "animated-profile.webp", saved(first, "WEBP", lossless=True, **options)
    yield from gifs(art)


def gifs(art: Art) -> Iterator[File]:
    palette = art.image.quantize(40)
    yield "plain.gif", saved(palette, "GIF")
    yield "transparent.gif", saved(palette, "GIF", transparency=5)
    yield "interlaced.gif", saved(palette, "GIF", interlace=1)
    yield "grey.gif", saved(Image.fromarray(art.grey), "GIF")
    yield "two-colours.gif", saved(Image.fromarray(art.grey).convert("1"), "GIF")
    yield "from-rgba.gif", saved(art.rgba, "GIF")
    quantised = [frame.quantize(30) for frame in rolled(art, False)]
    for disposal in (0, 1, 2, 3):
        options = {"save_all": True, "append_images": quantised[1:], "disposal": disposal}
        yield f"animated-{disposal}.gif", saved(quantised[0], "GIF", transparency=2, **options)
    yield "small-frame.gif", on_canvas(saved(palette, "GIF"), 4, 3)
    yield "small-frame-transparent.gif", on_canvas(saved(palette, "GIF", transparency=5), 2, 3)
    small = on_canvas(saved(quantised[0], "GIF", save_all=True, append_images=quantised[1:], disposal=1), 2, 3)
    yield "small-frame-animated.gif", small


def on_canvas(gif: bytes, left: int, top: int) -> bytes:
    """The same frames on a canvas that is 6 wider and 5 higher; the first frame moves to (left, top)."""
    out = bytearray(gif)
    width, height = struct.unpack("<HH", out[6:10])
    out[6:10] = struct.pack("<HH", width + 6, height + 5)
    at = 13 + (3 * (2 << (out[10] & 7)) if out[10] & 0x80 else 0)
    while out[at] == 0x21:
        at += 2
        while out[at]:
            at += out[at] + 1
        at += 1
    out[at + 1 : at + 5] = struct.pack("<HH", left, top)
    return bytes(out)
