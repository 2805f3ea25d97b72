"""Writes what Jinja2 renders from templates, under transformers' settings, for tests/language/jinja to be held against.

python -m golden.template_cases --out ../tests/fixtures/language/templates.json
python -m golden.template_cases --templates FOLDER --out /tmp/cases.json   # every *.jinja of a folder
"""

import argparse
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .templates.chats import CHATS, TEMPLATES
from .templates.compute import NOW, render
from .templates.constructs import GROUPS, VARIABLES

TURN: dict[str, Any] = {
    "messages": [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "What is it?"}]}],
    "tools": None,
    "documents": None,
    "add_generation_prompt": True,
    "bos_token": "<s>",
    "eos_token": "</s>",
}


def constructs() -> Iterator[dict[str, Any]]:
    for group, sources in GROUPS.items():
        for source in sources:
            yield {"group": group, "source": source, **render(source, copy.deepcopy(VARIABLES))}


def chats() -> Iterator[dict[str, Any]]:
    for template, source in TEMPLATES.items():
        for chat, variables in CHATS.items():
            yield {"group": template, "template": template, "chat": chat, **render(source, variables)}


def folder(path: Path) -> Iterator[dict[str, Any]]:
    text = {**TURN, "messages": [{"role": "user", "content": "What is it?"}]}
    for file in sorted(path.rglob("*.jinja")):
        source = file.read_text(encoding="utf-8")
        for form, variables in (("parts", TURN), ("text", text)):
            yield {"group": file.name, "source": source, "chat": form, **render(source, variables)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--templates", type=Path, help="a folder with *.jinja files instead of our own templates")
    options = parser.parse_args()
    if options.templates is None:
        cases, chat_variables = [*constructs(), *chats()], CHATS
    else:
        cases = [*folder(options.templates)]
        chat_variables = {"parts": TURN, "text": {**TURN, "messages": [{"role": "user", "content": "What is it?"}]}}
    document = {
        "source": "transformers 5.24.0 (utils/chat_template_utils.py), Jinja2 3.1.6",
        "now": NOW,
        "variables": VARIABLES,
        "templates": TEMPLATES,
        "chats": chat_variables,
        "cases": cases,
    }
    options.out.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
