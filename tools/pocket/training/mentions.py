"""Which things a question or an answer speaks of, and where a name ends: found in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..english import plural, singular
from ..questions import Question
from ..vocabulary import CONCEPTS

_NAME_OF: dict[str, str] = {
    form: name
    for name in (*CONCEPTS, "sign")
    for form in (name, plural(name), singular(name).split(" ", 1)[1])
}
_FORMS = re.compile(rf"\b({'|'.join(sorted(map(re.escape, _NAME_OF), key=len, reverse=True))})\b")
_NO_THINGS = frozenset(("bg", "beyond", "stranger", "color"))
COUNTED = frozenset(("what", "describe", "category", "count", "total"))
"""Kinds whose right answer depends on how many there are of everything that it speaks of."""


@dataclass(frozen=True)
class Mention:
    """`end`: characters up to the end of the name."""

    name: str
    end: int


def mentions(text: str) -> list[Mention]:
    return [Mention(_NAME_OF[found[0].lower()], found.end()) for found in _FORMS.finditer(text.lower())]


def asked_about(question: Question) -> Mention | None:
    """The one thing that a question names, or None."""
    if question.kind in _NO_THINGS:
        return None
    found = mentions(question.text)
    return found[0] if len(found) == 1 else None


def things_in_answer(question: Question, present: frozenset[str]) -> frozenset[str] | None:
    """Names in the picture that the right answer depends on; None where it does not depend on things."""
    if question.kind in _NO_THINGS or question.kind == "wording":
        return None
    if question.kind == "total":
        return present
    answer = question.answer.split(" on a ")[0] if question.kind == "describe" else question.answer
    named = {mention.name for mention in mentions(answer)}
    if question.kind in ("where", "exists", "count", "absent"):
        named |= {mention.name for mention in mentions(question.text)}
    if question.kind == "sign":
        named = {"sign"}
    return frozenset(named & present)
