"""The drawings that all files show: smooth shades with some noise, edges and every level of alpha. Seeded."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Bytes = npt.NDArray[np.uint8]
Deep = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Art:
    """`rgb` [h, w, 3], `alpha` [h, w], `ink` [h, w, 4] at 8 bits; `deep` [h, w, 4] at 16."""

    rgb: Bytes
    alpha: Bytes
    ink: Bytes
    deep: Deep

    @property
    def size(self) -> tuple[int, int]:
        return self.rgb.shape[1], self.rgb.shape[0]

    @property
    def grey(self) -> Bytes:
        return self.rgb[..., 1]

    @property
    def image(self) -> Image.Image:
        return Image.fromarray(self.rgb)

    @property
    def rgba(self) -> Image.Image:
        return Image.fromarray(np.dstack([self.rgb, self.alpha]))


def draw(width: int, height: int, seed: int = 7) -> Art:
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]

    def shades(channels: int, top: float) -> npt.NDArray[np.float64]:
        planes = [0.5 + 0.5 * np.sin(x / (5 + 2 * i) + y / (9 - i) + i) for i in range(channels)]
        mixed = np.stack(planes, -1) * 0.85 + rng.random((height, width, channels)) * 0.15
        mixed[height // 3 : height // 2, width // 4 : width // 2] = rng.random(channels)
        return np.clip(mixed, 0, 1) * top

    alpha = ((x * 5 + y * 3) % 256).astype(np.uint8)
    alpha[: height // 4], alpha[-height // 4 :] = 0, 255
    return Art(
        shades(3, 255).astype(np.uint8), alpha, shades(4, 255).astype(np.uint8), shades(4, 65535).astype(np.uint16)
    )


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes that Pillow writes."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def orientation_exif(code: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x112] = code
    return exif


def orientation_xmp(code: int, as_element: bool = False) -> bytes:
    tag = f"<tiff:Orientation>{code}</tiff:Orientation>" if as_element else ""
    attribute = "" if as_element else f' tiff:Orientation="{code}"'
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/"{attribute}>{tag}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
