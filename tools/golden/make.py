"""Command line: makes a golden case, or checks a stored one.

Run in tools/:
    python -m golden.make CASE --out DIR     writes DIR/CASE
    python -m golden.make --check DIR        recomputes the case in DIR and compares
With --image-backend torchvision: what that backend changes of the case, in torchvision.json beside it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch
from transformers.utils import logging

from .case import STORED_BACKEND, CaseError, read_case
from .check import allowed, check, failures
from .default_backend import add_default_backend, check_default_backend
from .find import check_find
from .recipes.table import RECIPES
from .search import make, target


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="golden.make", description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", help=", ".join(RECIPES))
    parser.add_argument("--out", type=Path, help="folder that will hold the case's folder")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--tries", type=int, default=2000, help="seeds to try")
    parser.add_argument("--check", type=Path, metavar="DIR", help="a stored case")
    parser.add_argument("--image-backend", choices=(STORED_BACKEND, "torchvision"), default=STORED_BACKEND)
    given = parser.parse_args()
    if (given.check is None) == (given.case is None) or (given.case is not None and given.out is None):
        parser.error("give a case and --out, or --check")
    return given


def _check(folder: Path) -> int:
    comparison = check(folder)
    problems = failures(comparison, allowed(folder))
    if (folder / "find" / "find.json").is_file():
        problems += check_find(folder / "find", read_case(folder).model)
    for kind, error in sorted(comparison.errors.items()):
        print(f"{kind}: largest difference {error:.1e}")
    for problem in problems:
        print(f"FAIL {problem}")
    print(f"{'FAIL' if problems else 'PASS'} {folder.name}: {comparison.compared} tensors compared")
    return 1 if problems else 0


def _default_backend(given: argparse.Namespace) -> int:
    if given.check is None:
        print(add_default_backend(given.out / given.case))
        return 0
    problems = check_default_backend(given.check)
    for problem in problems:
        print(f"FAIL {problem}")
    print(f"{'FAIL' if problems else 'PASS'} {given.check.name} with torchvision")
    return 1 if problems else 0


def main() -> int:
    given = _arguments()
    torch.set_num_threads(1)  # the models are too small for more to help
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        if given.image_backend != STORED_BACKEND:
            return _default_backend(given)
        if given.check is not None:
            return _check(given.check)
        seed = make(target(given.case, given.out), range(given.first_seed, given.first_seed + given.tries))
    except CaseError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{given.out / given.case}: seed {seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
