"""Where the prepared sheets and fonts lie: a folder that git ignores and `prepare.py` fills."""

from __future__ import annotations

from pathlib import Path

CACHE = Path(__file__).with_name(".cache")


class NotPreparedError(Exception):
    """Something that the painters need is not there; the message says what and what to do."""


def sheet_path(cache: Path, style: str) -> Path:
    """The sheet of an art style: straight-alpha PNG, all concepts in alphabetical order."""
    return cache / "sheets" / f"{style}.png"


def drawings_path(cache: Path, style: str) -> Path:
    """The drawings of an art style as SVG documents by concept, JSON: for large pictures."""
    return cache / "drawings" / f"{style}.json"


def font_path(cache: Path, file: str) -> Path:
    """A TrueType font of the painted words."""
    return cache / "fonts" / file


def prepared(path: Path) -> Path:
    """The path itself. Raises NotPreparedError when no file is there."""
    if not path.is_file():
        raise NotPreparedError(f"{path} does not exist; run `python -m pocket.prepare` in tools/ first.")
    return path
