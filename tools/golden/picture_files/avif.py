"""AVIF: sampling, ranges, depths, alpha, orientation, animations."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
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
    tiles = [image.resize((64, 64)).rotate(90 * k) for k in range(4)]
    yield "grid.avif", grid([saved(tile, "AVIF", **small) for tile in tiles], 64, 2, (100, 90))
    unsaid = plain.find(b"colr")
    yield "without-colr.avif", plain[:unsaid] + b"free" + plain[unsaid + 4 :]
    even = image.crop((0, 0, 48, 32))
    yield "even-size.avif", saved(even, "AVIF", **small)
    yield "even-odd.avif", saved(image.crop((0, 0, 48, 33)), "AVIF", **small)
    yield "one-pixel.avif", saved(image.crop((0, 0, 1, 1)), "AVIF", **small)
    yield "one-column.avif", saved(image.crop((0, 0, 1, 9)), "AVIF", **small)
    yield "one-row.avif", saved(image.crop((0, 0, 9, 1)), "AVIF", **small)
    yield "tiled.avif", saved(image.resize((300, 260), Image.Resampling.BICUBIC), "AVIF", tile_cols=1, **small)


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def grid(files: Sequence[bytes], side: int, columns: int, size: tuple[int, int]) -> bytes:
    """One picture from square tiles that Pillow wrote, as cameras of phones store large ones."""
    configs, data = [], []
    for tile in files:
        at = tile.find(b"av1C")
        configs.append(tile[at - 4 : at - 4 + struct.unpack(">I", tile[at - 4 : at])[0]])
        at = tile.find(b"mdat")
        data.append(tile[at + 4 : at - 4 + struct.unpack(">I", tile[at - 4 : at])[0]])
    count = len(files)
    rows = -(-count // columns)
    layout = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *size)
    items = [full_box(b"infe", struct.pack(">HH4sB", 1, 0, b"grid", 0), version=2)]
    items += [full_box(b"infe", struct.pack(">HH4sB", 2 + k, 0, b"av01", 0), version=2, flags=1) for k in range(count)]
    colours = box(b"colr", b"nclx", struct.pack(">HHHB", 1, 13, 6, 0x80))
    depth = full_box(b"pixi", b"\3\x08\x08\x08")
    sizes = [full_box(b"ispe", struct.pack(">II", *wide)) for wide in (size, (side, side))]
    properties = box(b"ipco", *sizes, configs[0], colours, depth)
    uses = struct.pack(">IHB3B", 1 + count, 1, 3, 1, 4, 5)
    uses += b"".join(struct.pack(">HB4B", 2 + k, 4, 2, 0x83, 4, 5) for k in range(count))
    refers = full_box(b"iref", box(b"dimg", struct.pack(f">HH{count}H", 1, count, *range(2, 2 + count))))

    def meta(offset: int) -> bytes:
        places, at = struct.pack(">HHHII", 1, 0, 1, offset, len(layout)), offset + len(layout)
        for k, part in enumerate(data):
            places += struct.pack(">HHHII", 2 + k, 0, 1, at, len(part))
            at += len(part)
        return full_box(
            b"meta",
            full_box(b"hdlr", struct.pack(">I4s13x", 0, b"pict")),
            full_box(b"pitm", struct.pack(">H", 1)),
            full_box(b"iloc", struct.pack(">BBH", 0x44, 0, 1 + count), places),
            full_box(b"iinf", struct.pack(">H", 1 + count), *items),
            box(b"iprp", properties, full_box(b"ipma", uses)),
            refers,
        )

    front = box(b"ftyp", b"avif", struct.pack(">I", 0), b"avifmif1miaf")
    start = len(front) + len(meta(0)) + 8
    return front + meta(start) + box(b"mdat", layout, *data)
