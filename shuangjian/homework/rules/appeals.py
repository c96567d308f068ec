"""A check on content may be wrong, and a teacher may say so: how far such a word has come, and of which text it is."""

import hashlib
from enum import StrEnum

from shuangjian.homework.rules.counting import AssignmentSpec


class AppealState(StrEnum):
    """OPEN until academic affairs has looked: the refusal stands (UPHELD), or this text may go out (ALLOWED)."""

    OPEN = "OPEN"
    UPHELD = "UPHELD"
    ALLOWED = "ALLOWED"

    @property
    def label(self) -> str:
        return {"OPEN": "等教务处看", "UPHELD": "维持", "ALLOWED": "放行"}[self.value]


def parts_of(spec: AssignmentSpec) -> list[tuple[str, str]]:
    """What is read of an assignment: (label, text) of the content and of what each tier adds."""
    added = [(f"{tier.name or '这一层'}另加", tier.content) for tier in spec.tiers if tier.content]
    return [("内容", spec.content), *added]


def text_digest(spec: AssignmentSpec) -> str:
    """64 hex signs, the same for the same words however the lines are broken; one sign more is another text."""
    words = ["".join(text.split()) for _, text in parts_of(spec)]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()
