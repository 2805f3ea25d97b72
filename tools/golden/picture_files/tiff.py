"""TIFF: photometric interpretations, depths, compressions, planes, tiles, orientations; many written by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, TiffImagePlugin

from .art import Art, Bytes, orientation_exif, orientation_xmp, saved

File = tuple[str, bytes]
Samples = npt.NDArray[np.uint8] | npt.NDArray[np.uint16] | npt.NDArray[np.float32]
Order = Literal["<", ">"]

NONE, LZW, DEFLATE, PACKBITS = 1, 5, 8, 32773
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR, LAB = 0, 1, 2, 3, 5, 6, 8


def written(
    samples: Samples,
    photometric: int,
    *,
    compression: int = NONE,
    extra: Sequence[int] = (),
    orientation: int | None = None,
    planar: bool = False,
    predictor: int = 1,
    rows_per_strip: int | None = None,
    order: Order = "<",
    tags: Sequence[tuple[int, int, Sequence[int]]] = (),
) -> bytes:
    """A TIFF of one directory from samples [h, w, c]. Tags are (number, type, values), type 3 (SHORT) or 4 (LONG)."""
    height, width, channels = samples.shape
    depth = samples.dtype.itemsize * 8
    rows = rows_per_strip or height
    planes = [samples[..., c : c + 1] for c in range(channels)] if planar else [samples]
    strips = [
        compressed(plane[top : top + rows], compression, predictor, order)
        for plane in planes
        for top in range(0, height, rows)
    ]
    entries: list[tuple[int, int, Sequence[int]]] = [
        (256, 4, [width]),
        (257, 4, [height]),
        (258, 3, [depth] * channels),
        (259, 3, [compression]),
        (262, 3, [photometric]),
        (277, 3, [channels]),
        (278, 4, [rows]),
        (279, 4, [len(strip) for strip in strips]),
        (284, 3, [2 if planar else 1]),
    ]
    if samples.dtype == np.float32:
        entries.append((339, 3, [3] * channels))
    if orientation is not None:
        entries.append((274, 3, [orientation]))
    if predictor != 1:
        entries.append((317, 3, [predictor]))
    if extra:
        entries.append((338, 3, list(extra)))
    entries.extend(tags)
    return assembled(entries, strips, order)


def compressed(strip: Samples, compression: int, predictor: int, order: Order) -> bytes:
    data = strip
    if predictor == 2:
        data = strip.copy()
        data[:, 1:] = strip[:, 1:] - strip[:, :-1]
    raw = data.astype(data.dtype.newbyteorder(order)).tobytes()
    return zlib.compress(raw) if compression == DEFLATE else raw


def assembled(
    entries: list[tuple[int, int, Sequence[int]]], strips: Sequence[bytes], order: Order, offsets_tag: int = 273
) -> bytes:
    at = 8
    offsets = []
    for strip in strips:
        offsets.append(at)
        at += len(strip) + len(strip) % 2
    listed = sorted([*entries, (offsets_tag, 4, offsets)])
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at)
    body = b"".join(strip + b"\0" * (len(strip) % 2) for strip in strips)
    beyond = at + 2 + 12 * len(listed) + 4
    directory, overflow = struct.pack(order + "H", len(listed)), b""
    for number, kind, values in listed:
        packed = struct.pack(order + ("H" if kind == 3 else "I") * len(values), *values)
        if len(packed) > 4:
            place = struct.pack(order + "I", beyond + len(overflow))
            overflow += packed + b"\0" * (len(packed) % 2)
        else:
            place = packed.ljust(4, b"\0")
        directory += struct.pack(order + "HHI", number, kind, len(values)) + place
    return head + body + directory + b"\0\0\0\0" + overflow


def ycbcr(rgb: Bytes) -> Bytes:
    return np.asarray(Image.fromarray(rgb).convert("YCbCr"))


def files(art: Art) -> Iterator[File]:
    image = art.image
    kinds = ["raw", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "packbits", "jpeg", "zstd", "lzma"]
    for compression in kinds:
        name = compression.replace("tiff_", "").replace("_", "-")
        yield f"rgb-{name}.tif", saved(image, "TIFF", compression=compression)
    one = Image.fromarray(art.grey).convert("1")
    packed = TiffImagePlugin.ImageFileDirectory_v2()
    packed[317], packed[278] = 2, 7  # differences, strips of seven rows
    yield "zstd-predictor.tif", saved(image, "TIFF", compression="zstd", tiffinfo=packed)
    yield "zstd-rgba.tif", saved(art.rgba, "TIFF", compression="zstd")
    yield "zstd-palette.tif", saved(image.quantize(50), "TIFF", compression="zstd")
    yield "zstd-one-bit.tif", saved(one, "TIFF", compression="zstd")
    yield "zstd-cmyk.tif", saved(Image.fromarray(art.ink, "CMYK"), "TIFF", compression="zstd")
    yield "zstd-16-bit.tif", saved(Image.fromarray(art.deep[..., 0] >> 6), "TIFF", compression="zstd")
    yield "zstd-6.tif", saved(image, "TIFF", compression="zstd", exif=orientation_exif(6))
    yield "zstd-ycbcr.tif", saved(image.convert("YCbCr"), "TIFF", compression="zstd")
    for compression in ("raw", "group3", "group4", "tiff_ccitt", "packbits"):
        yield f"one-bit-{compression.replace('_', '-')}.tif", saved(one, "TIFF", compression=compression)
    yield "grey.tif", saved(Image.fromarray(art.grey), "TIFF")
    yield "rgba.tif", saved(art.rgba, "TIFF")
    yield "grey-alpha.tif", saved(Image.merge("LA", (Image.fromarray(art.grey), art.rgba.getchannel(3))), "TIFF")
    yield "palette.tif", saved(image.quantize(50), "TIFF")
    yield "cmyk.tif", saved(Image.fromarray(art.ink, "CMYK"), "TIFF")
    yield "cmyk-lzw.tif", saved(Image.fromarray(art.ink, "CMYK"), "TIFF", compression="tiff_lzw")
    yield "lab.tif", saved(Image.fromarray(ycbcr(art.rgb), "LAB"), "TIFF")
    yield "ycbcr.tif", saved(image.convert("YCbCr"), "TIFF")
    yield "float.tif", saved(Image.fromarray(art.grey.astype(np.float32) * 1.3 - 20), "TIFF")
    yield "int-32.tif", saved(Image.fromarray(art.grey.astype(np.int32) * 3 - 100), "TIFF")
    yield "grey-16-bit.tif", saved(Image.fromarray(art.deep[..., 0]), "TIFF")
    yield "grey-16-bit-dark.tif", saved(Image.fromarray(art.deep[..., 0] >> 7), "TIFF")
    for code in range(2, 9):
        yield f"orientation-{code}.tif", saved(image, "TIFF", exif=orientation_exif(code))
    yield "orientation-6-lzw.tif", saved(image, "TIFF", exif=orientation_exif(6), compression="tiff_lzw")
    xmp = TiffImagePlugin.ImageFileDirectory_v2()
    xmp[700] = orientation_xmp(6)
    yield "xmp-6.tif", saved(image, "TIFF", tiffinfo=xmp)
    pages = {"save_all": True, "append_images": [Image.fromarray(np.roll(art.rgb, 9, 0))]}
    yield "two-pages.tif", saved(image, "TIFF", **pages)
    yield "big.tif", saved(image, "TIFF", big_tiff=True)
    yield from by_hand(art)


def by_hand(art: Art) -> Iterator[File]:
    rgb, alpha, ink, deep = art.rgb, art.alpha[..., None], art.ink, art.deep
    rgba = np.dstack([rgb, alpha])
    over = (rgba[..., :3].astype(np.uint16) * alpha // 255).astype(np.uint8)
    premultiplied = np.dstack([over, alpha])
    dark = (deep[..., :1] >> 6).astype(np.uint16)
    for name, compression in (("", NONE), ("-deflate", DEFLATE)):
        yield f"ycbcr-444{name}.tif", written(ycbcr(rgb), YCBCR, compression=compression, tags=[(530, 3, [1, 1])])
        yield f"cmyk-16-bit{name}.tif", written(deep, CMYK, compression=compression)
        yield f"premultiplied{name}.tif", written(premultiplied, RGB, extra=[1], compression=compression)
        yield f"unassociated{name}.tif", written(rgba, RGB, extra=[2], compression=compression)
        yield f"unspecified-extra{name}.tif", written(rgba, RGB, extra=[0], compression=compression)
        yield f"rgb-16-bit{name}.tif", written(deep[..., :3], RGB, compression=compression)
        yield f"rgba-16-bit{name}.tif", written(deep, RGB, extra=[2], compression=compression)
        yield f"white-is-zero{name}.tif", written(rgb[..., :1], WHITE_IS_ZERO, compression=compression)
    for packing in ("tiff_lzw", "packbits", "tiff_deflate"):
        yield f"ycbcr-{packing}.tif", saved(art.image.convert("YCbCr"), "TIFF", compression=packing)
    for across, down in ((2, 2), (2, 1), (1, 2), (4, 2)):
        blocks = in_blocks(ycbcr(rgb), across, down)
        yield f"ycbcr-{across}x{down}-deflate.tif", written_blocks(blocks, art.size, across, down)
    yield "cmyk-16-bit-planes.tif", written(deep, CMYK, planar=True, compression=DEFLATE)
    yield "cmyk-16-bit-predictor.tif", written(deep, CMYK, compression=DEFLATE, predictor=2)
    yield "rgba-16-bit-premultiplied.tif", written(deep, RGB, extra=[1])
    yield "rgb-16-bit-extra.tif", written(deep, RGB, extra=[0])
    yield "grey-extra.tif", written(np.dstack([rgb[..., :1], alpha]), BLACK_IS_ZERO, extra=[0])
    yield "cmyk-16-bit-tiles.tif", tiled(deep, CMYK, 16)
    yield "ycbcr-tiles.tif", tiled(ycbcr(rgb), YCBCR, 32, [(530, 3, [1, 1])])
    yield "premultiplied-6.tif", written(premultiplied, RGB, extra=[1], orientation=6)
    yield "cmyk-16-bit-big-endian.tif", written(deep, CMYK, order=">")
    yield "cmyk-strips.tif", written(ink, CMYK, rows_per_strip=7)
    yield "grey-alpha-strips.tif", written(np.dstack([rgb[..., :1], alpha]), BLACK_IS_ZERO, extra=[2], rows_per_strip=5)
    yield "grey-premultiplied.tif", written(np.dstack([over[..., :1], alpha]), BLACK_IS_ZERO, extra=[1])
    yield "grey-16-bit-white-is-zero.tif", written(dark, WHITE_IS_ZERO)
    yield "grey-16-bit-big-endian.tif", written(dark, BLACK_IS_ZERO, order=">")
    yield "rgb-16-bit-big-endian.tif", written(deep[..., :3], RGB, order=">")
    yield "rgb-planes.tif", written(rgb, RGB, planar=True)
    yield "rgb-planes-deflate.tif", written(rgb, RGB, planar=True, compression=DEFLATE)
    yield "rgb-predictor.tif", written(rgb, RGB, compression=DEFLATE, predictor=2)
    yield "ycbcr-strips.tif", written(ycbcr(rgb), YCBCR, rows_per_strip=6, tags=[(530, 3, [1, 1])])
    yield "ycbcr-6.tif", written(ycbcr(rgb), YCBCR, orientation=6, tags=[(530, 3, [1, 1])])


def in_blocks(samples: Bytes, across: int, down: int) -> bytes:
    """Luma of each block, then its two means of chroma."""
    height, width, _ = samples.shape
    padded = np.pad(samples, ((0, -height % down), (0, -width % across), (0, 0)), mode="edge")
    out = bytearray()
    for top in range(0, padded.shape[0], down):
        for left in range(0, padded.shape[1], across):
            block = padded[top : top + down, left : left + across]
            out += block[..., 0].tobytes() + bytes(int(block[..., c].mean()) for c in (1, 2))
    return bytes(out)


def written_blocks(blocks: bytes, size: tuple[int, int], across: int, down: int) -> bytes:
    strip = zlib.compress(blocks)
    entries: list[tuple[int, int, Sequence[int]]] = [
        (256, 4, [size[0]]),
        (257, 4, [size[1]]),
        (258, 3, [8, 8, 8]),
        (259, 3, [DEFLATE]),
        (262, 3, [YCBCR]),
        (277, 3, [3]),
        (278, 4, [size[1]]),
        (279, 4, [len(strip)]),
        (530, 3, [across, down]),
    ]
    return assembled(entries, [strip], "<")


def tiled(samples: Samples, photometric: int, side: int, tags: Sequence[tuple[int, int, Sequence[int]]] = ()) -> bytes:
    height, width, channels = samples.shape
    padded = np.pad(samples, ((0, -height % side), (0, -width % side), (0, 0)))
    tiles = [
        padded[top : top + side, left : left + side].tobytes()
        for top in range(0, height, side)
        for left in range(0, width, side)
    ]
    entries: list[tuple[int, int, Sequence[int]]] = [
        (256, 4, [width]),
        (257, 4, [height]),
        (258, 3, [samples.dtype.itemsize * 8] * channels),
        (259, 3, [NONE]),
        (262, 3, [photometric]),
        (277, 3, [channels]),
        (322, 3, [side]),
        (323, 3, [side]),
        (325, 4, [len(tile) for tile in tiles]),
        *tags,
    ]
    return assembled(entries, tiles, "<", offsets_tag=324)
