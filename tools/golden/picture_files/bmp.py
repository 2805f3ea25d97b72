"""BMP: every depth, both directions, run lengths, bit masks and the headers of Windows and OS/2."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from .art import Art, Bytes, saved

File = tuple[str, bytes]
RGB, RLE8, RLE4, BITFIELDS = 0, 1, 2, 3


def framed(header: bytes, palette: bytes, pixels: bytes, *, gap: bytes = b"") -> bytes:
    offset = 14 + len(header) + len(palette) + len(gap)
    return struct.pack("<2sIHHI", b"BM", offset + len(pixels), 0, 0, offset) + header + palette + gap + pixels


def info(
    width: int, height: int, bits: int, compression: int = RGB, colours: int = 0, size: int = 0, length: int = 40
) -> bytes:
    start = struct.pack("<IiiHHIIiiII", length, width, height, 1, bits, compression, size, 2835, 2835, colours, 0)
    return start.ljust(length, b"\0")


def rows_of(values: Bytes, bits: int, flip: bool = True) -> bytes:
    """Rows padded to four bytes, the lowest first unless not flipped. [h, w] up to 8 bits, else [h, w, bytes]."""
    lines = values[::-1] if flip else values
    if bits < 8:
        planes = np.unpackbits(lines[..., None], axis=-1)[..., 8 - bits :]
        packed = [np.packbits(line.reshape(-1)).tobytes() for line in planes]
    else:
        packed = [line.tobytes() for line in lines]
    return b"".join(line + b"\0" * (-len(line) % 4) for line in packed)


def table(colours: Sequence[int], entry: int = 4) -> bytes:
    parts = [bytes(colours[at : at + 3][::-1]) for at in range(0, len(colours), 3)]
    return b"".join(part.ljust(entry, b"\0") for part in parts)


def run_lengths(indices: Bytes, absolute: bool) -> bytes:
    """RLE8: runs, and where asked for also literal stretches and a jump over the right half of one line."""
    out = bytearray()
    for number, line in enumerate(indices[::-1]):
        x = 0
        if number == 2 and absolute:
            out += bytes([0, 2, 4, 0])  # four to the right, same line
            x = 4
        while x < len(line):
            if absolute and x % 3 == 0 and x + 5 <= len(line):
                out += bytes([0, 5, *line[x : x + 5], 0])
                x += 5
                continue
            run = 1
            while x + run < len(line) and run < 255 and line[x + run] == line[x]:
                run += 1
            out += bytes([run, line[x]])
            x += run
        out += b"\0\0"
    return bytes(out + b"\0\1")


def run_lengths_of_four_bits(indices: Bytes) -> bytes:
    out = bytearray()
    for line in indices[::-1]:
        for x in range(0, len(line), 6):
            part = line[x : x + 6]
            if len(part) == 6 and x % 4 == 0:
                out += bytes([0, 6]) + bytes(int(a) << 4 | int(b) for a, b in zip(part[::2], part[1::2], strict=True))
                out += b"\0"
                continue
            for a in range(0, len(part), 2):
                pair = part[a : a + 2]
                out += bytes([len(pair), int(pair[0]) << 4 | int(pair[-1])])
        out += b"\0\0"
    return bytes(out + b"\0\1")


def files(art: Art) -> Iterator[File]:
    width, height = art.size
    bgr = np.ascontiguousarray(art.rgb[..., ::-1])
    bgra = np.dstack([bgr, art.alpha])
    yield "rgb.bmp", saved(art.image, "BMP")
    yield "rgba.bmp", saved(art.rgba, "BMP")
    yield "grey.bmp", saved(Image.fromarray(art.grey), "BMP")
    yield "one-bit.bmp", saved(Image.fromarray(art.grey).convert("1"), "BMP")
    for bits in (8, 4, 1):
        count = min(1 << bits, 60)
        drawn = art.image.quantize(count)
        colours, indices = drawn.getpalette("RGB"), np.asarray(drawn)
        assert colours is not None
        colours = colours[: 3 * count]
        head = info(width, height, bits, colours=len(colours) // 3)
        yield f"palette-{bits}.bmp", framed(head, table(colours), rows_of(indices, bits))
        down = info(width, -height, bits, colours=len(colours) // 3)
        yield f"palette-{bits}-top-down.bmp", framed(down, table(colours), rows_of(indices, bits, flip=False))
        core = struct.pack("<IHHHH", 12, width, height, 1, bits)
        full = (colours + [0] * 768)[: 3 << bits]
        yield f"os2-{bits}.bmp", framed(core, table(full, 3), rows_of(indices, bits))
    yield from compressed(art)
    yield "rgb-24-top-down.bmp", framed(info(width, -height, 24), b"", rows_of(bgr, 24, flip=False))
    yield "rgb-24-os2.bmp", framed(struct.pack("<IHHHH", 12, width, height, 1, 24), b"", rows_of(bgr, 24))
    yield "rgb-24-os2-v2.bmp", framed(info(width, height, 24, length=64), b"", rows_of(bgr, 24))
    yield "rgb-24-gap.bmp", framed(info(width, height, 24), b"", rows_of(bgr, 24), gap=b"gap!")
    yield "rgbx-32.bmp", framed(info(width, height, 32), b"", rows_of(bgra, 32))
    clear = np.dstack([bgr, np.zeros_like(art.alpha)])
    yield "rgbx-32-zero.bmp", framed(info(width, height, 32), b"", rows_of(clear, 32))
    yield from masked(art, bgra)


def compressed(art: Art) -> Iterator[File]:
    width, height = art.size
    for bits, count in ((8, 30), (4, 14)):
        drawn = art.image.quantize(count)
        colours, indices = drawn.getpalette("RGB"), np.asarray(drawn)
        assert colours is not None
        palette = table(colours[: 3 * count])
        for absolute in (False, True) if bits == 8 else (False,):
            body = run_lengths(indices, absolute) if bits == 8 else run_lengths_of_four_bits(indices)
            head = info(width, height, bits, RLE8 if bits == 8 else RLE4, count, len(body))
            yield f"rle-{bits}{'-literal' if absolute else ''}.bmp", framed(head, palette, body)


def masked(art: Art, bgra: Bytes) -> Iterator[File]:
    width, height = art.size
    wide = art.rgb.astype(np.uint16)
    five = (wide[..., 0] >> 3) << 10 | (wide[..., 1] >> 3) << 5 | wide[..., 2] >> 3
    six = (wide[..., 0] >> 3) << 11 | (wide[..., 1] >> 2) << 5 | wide[..., 2] >> 3

    def bytes_of(values: object) -> Bytes:
        return np.asarray(values, "<u2").view(np.uint8).reshape(height, width, 2)

    yield "rgb-16.bmp", framed(info(width, height, 16), b"", rows_of(bytes_of(five), 16))
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    yield "rgb-565.bmp", framed(info(width, height, 16, BITFIELDS) + masks, b"", rows_of(bytes_of(six), 16))
    masks = struct.pack("<III", 0x7C00, 0x3E0, 0x1F)
    yield "rgb-555.bmp", framed(info(width, height, 16, BITFIELDS) + masks, b"", rows_of(bytes_of(five), 16))
    masks = struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)
    yield "rgbx-masks.bmp", framed(info(width, height, 32, BITFIELDS) + masks, b"", rows_of(bgra, 32))
    for length in (56, 108, 124):
        head = bytearray(info(width, height, 32, BITFIELDS, length=length))
        head[40:56] = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
        yield f"rgba-header-{length}.bmp", framed(bytes(head), b"", rows_of(bgra, 32))
    head = bytearray(info(width, height, 32, BITFIELDS, length=124))
    head[40:56] = struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000)
    swapped = np.ascontiguousarray(bgra[..., [2, 1, 0, 3]])
    yield "rgba-masks-swapped.bmp", framed(bytes(head), b"", rows_of(swapped, 32))
