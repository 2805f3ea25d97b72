"""JPEG: greys, colours, inks, sampling, tags of orientation; several pictures in one file."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from PIL import Image

from .art import Art, orientation_exif, orientation_xmp, saved

File = tuple[str, bytes]


def files(art: Art) -> Iterator[File]:
    image = art.image
    for sampling in (0, 1, 2):
        for quality in (35, 90):
            yield f"q{quality}-s{sampling}.jpg", saved(image, "JPEG", quality=quality, subsampling=sampling)
    yield "progressive.jpg", saved(image, "JPEG", quality=75, progressive=True)
    yield "restarts.jpg", saved(image, "JPEG", quality=75, restart_marker_blocks=3)
    yield "optimised.jpg", saved(image, "JPEG", quality=75, optimize=True)
    yield "grey.jpg", saved(Image.fromarray(art.grey), "JPEG", quality=80)
    yield "rgb-kept.jpg", saved(image, "JPEG", quality=80, keep_rgb=True)
    inks = saved(Image.fromarray(art.ink, "CMYK"), "JPEG", quality=90)
    yield "cmyk.jpg", inks
    marker = inks.find(b"\xff\xee")
    length = int(struct.unpack(">H", inks[marker + 2 : marker + 4])[0])
    yield "cmyk-without-adobe-marker.jpg", inks[:marker] + inks[marker + 2 + length :]
    turned = bytearray(inks)
    turned[marker + 15] = 2
    yield "ycck.jpg", bytes(turned)
    for code in (*range(1, 9), 0, 9):
        yield f"exif-{code}.jpg", saved(image, "JPEG", quality=90, exif=orientation_exif(code))
    big = orientation_exif(6)
    big.endian = ">"
    yield "exif-big-endian.jpg", saved(image, "JPEG", quality=90, exif=big)
    yield "exif-cmyk-5.jpg", saved(Image.fromarray(art.ink, "CMYK"), "JPEG", quality=90, exif=orientation_exif(5))
    yield "xmp-6.jpg", saved(image, "JPEG", quality=90, xmp=orientation_xmp(6))
    yield "xmp-element-3.jpg", saved(image, "JPEG", quality=90, xmp=orientation_xmp(3, as_element=True))
    both = saved(image, "JPEG", quality=90, xmp=orientation_xmp(3), exif=orientation_exif(6))
    yield "exif-6-xmp-3.jpg", both
    yield "exif-1-xmp-3.jpg", saved(image, "JPEG", quality=90, xmp=orientation_xmp(3), exif=orientation_exif(1))
    other = Image.fromarray(np.roll(art.rgb, 9, 1))
    yield "two-pictures.jpg", saved(image, "MPO", quality=85, save_all=True, append_images=[other])
    yield "tiny.jpg", saved(image.crop((0, 0, 1, 1)), "JPEG")
    yield "strip.jpg", saved(image.crop((0, 0, art.size[0], 2)), "JPEG", quality=80)
