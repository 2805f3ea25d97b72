"""PNG: every colour type and depth, transparent colours, tags of orientation in each place where one can stand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image, PngImagePlugin

from .art import Art, Deep, orientation_exif, orientation_xmp, saved

File = tuple[str, bytes]
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def written(
    size: tuple[int, int], depth: int, colour: int, rows: Sequence[bytes], extra: Sequence[tuple[bytes, bytes]] = ()
) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    body = b"".join(chunk(kind, data) for kind, data in extra)
    pixels = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    return b"\x89PNG\r\n\x1a\n" + header + body + pixels + chunk(b"IEND", b"")


def packed(values: Deep, depth: int) -> list[bytes]:
    """Rows of samples of 1, 2, 4 or 8 bits."""
    bits = np.unpackbits(values.astype(np.uint8)[..., None], axis=-1)[..., 8 - depth :]
    return [np.packbits(row.reshape(-1)).tobytes() for row in bits]


def files(art: Art) -> Iterator[File]:
    size, image, rgba = art.size, art.image, art.rgba
    grey = Image.fromarray(art.grey)
    yield "rgb.png", saved(image, "PNG")
    yield "rgba.png", saved(rgba, "PNG")
    yield "grey.png", saved(grey, "PNG")
    yield "grey-alpha.png", saved(Image.merge("LA", (grey, rgba.getchannel(3))), "PNG")
    yield "one-bit.png", saved(grey.convert("1"), "PNG")
    yield "opaque-rgba.png", saved(image.convert("RGBA"), "PNG")
    yield from palettes(art)
    for depth in (1, 2, 4, 8):
        values = (art.deep[..., 0] >> (16 - depth)).astype(np.uint16)
        rows = packed(values, depth)
        for key in sorted({0, 1, (1 << depth) - 1}):
            trns = [(b"tRNS", struct.pack(">H", key))]
            yield f"grey-{depth}-bit-key-{key}.png", written(size, depth, GREY, rows, trns)
        yield f"grey-{depth}-bit.png", written(size, depth, GREY, rows)
    yield from deep(art)
    colour = tuple(int(v) for v in art.rgb[art.rgb.shape[0] // 3 + 1, art.rgb.shape[1] // 4 + 1])
    yield "rgb-key.png", saved(image, "PNG", transparency=colour)
    yield "rgb-key-nowhere.png", saved(image, "PNG", transparency=(1, 254, 3))
    rows8 = [row.tobytes() for row in art.rgb]
    yield "rgb-key-beyond-8-bits.png", written(size, 8, RGB, rows8, [(b"tRNS", struct.pack(">HHH", 256, *colour[1:]))])
    yield "sbit.png", written(size, 8, RGB, rows8, [(b"sBIT", b"\5\6\5")])
    yield "gamma.png", written(size, 8, RGB, rows8, [(b"gAMA", struct.pack(">I", 100000))])
    yield "background.png", saved(rgba, "PNG", pnginfo=with_chunk(b"bKGD", struct.pack(">HHH", 255, 0, 0)))
    frames = [Image.fromarray(np.roll(np.asarray(rgba), 5 * k, 0)) for k in range(3)]
    yield "animated.png", saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    hidden = saved(frames[0], "PNG", save_all=True, append_images=frames[1:], default_image=True)
    yield "animated-with-default.png", hidden
    for code in (*range(1, 9), 0, 9):
        yield f"exif-{code}.png", saved(image, "PNG", exif=orientation_exif(code))
    yield "exif-rgba-6.png", saved(rgba, "PNG", exif=orientation_exif(6))
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", orientation_xmp(8).decode())
    yield "xmp-8.png", saved(image, "PNG", pnginfo=text)
    raw = orientation_exif(3).tobytes()
    text = PngImagePlugin.PngInfo()
    text.add_text("Raw profile type exif", f"\nexif\n{len(raw):8}\n{raw.hex()}\n", zip=True)
    yield "raw-profile-3.png", saved(image, "PNG", pnginfo=text)


def with_chunk(kind: bytes, data: bytes) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add(kind, data)
    return info


def palettes(art: Art) -> Iterator[File]:
    for bits, colours in ((8, 60), (4, 12), (2, 4), (1, 2)):
        drawn = art.image.quantize(colours)
        yield f"palette-{bits}-bit.png", saved(drawn, "PNG", bits=bits)
        yield f"palette-{bits}-bit-key.png", saved(drawn, "PNG", bits=bits, transparency=1)
        yield f"palette-{bits}-bit-partial.png", saved(drawn, "PNG", bits=bits, transparency=bytes([255, 90]))
    drawn = art.image.quantize(16)
    yield "palette-two-clear.png", saved(drawn, "PNG", transparency=bytes([0, 255, 0, 255]))
    yield "palette-all-opaque.png", saved(drawn, "PNG", transparency=bytes([255] * 16))
    table = drawn.getpalette("RGB")
    assert table is not None
    table[9:12] = table[3:6]  # another entry of the transparent one's colour
    drawn.putpalette(table)
    yield "palette-same-colour-twice.png", saved(drawn, "PNG", transparency=1)
    image = Image.merge("LA", (Image.fromarray(art.grey), art.rgba.getchannel(3)))
    yield "palette-from-grey.png", saved(image.convert("L").convert("P"), "PNG", transparency=7)


def deep(art: Art) -> Iterator[File]:
    size = art.size

    def rows(channels: int) -> list[bytes]:
        return [row[..., :channels].astype(">u2").tobytes() for row in art.deep]

    yield "grey-16-bit.png", written(size, 16, GREY, rows(1))
    dark = [(row[..., 0] >> 7).astype(">u2").tobytes() for row in art.deep]
    yield "grey-16-bit-dark.png", written(size, 16, GREY, dark)
    yield "grey-16-bit-key.png", written(size, 16, GREY, dark, [(b"tRNS", struct.pack(">H", 100))])
    yield "grey-alpha-16-bit.png", written(size, 16, GREY_ALPHA, rows(2))
    yield "rgb-16-bit.png", written(size, 16, RGB, rows(3))
    block = art.deep[art.deep.shape[0] // 3 + 1, art.deep.shape[1] // 4 + 1, :3]
    key = [(b"tRNS", struct.pack(">HHH", *block))]
    yield "rgb-16-bit-key.png", written(size, 16, RGB, rows(3), key)
    low = [(b"tRNS", struct.pack(">HHH", *(block >> 8)))]
    yield "rgb-16-bit-key-of-8.png", written(size, 16, RGB, rows(3), low)
    yield "rgba-16-bit.png", written(size, 16, RGBA, rows(4))
