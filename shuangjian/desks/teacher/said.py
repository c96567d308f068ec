"""What the checks say of the words, as it stands beside the form: each thing once, with the words marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages

from shuangjian.audit.operations import Request
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.homework.content import Kind
from shuangjian.homework.operations import Said, appeal
from shuangjian.homework.rules import AppealState, AssignmentSpec, parts_of

AROUND = 14  # signs of the text shown on either side of the marked words


@dataclass(frozen=True)
class Shown:
    """One thing said. `classes` are those it is said of, "" where of all; `before`, `marked` and `after` are the words
    in the text. `appeal` is the value of the button that says it is wrong: the check and one class of those."""

    said: Said
    classes: str
    before: str
    marked: str
    after: str
    appeal: str

    @property
    def field(self) -> str:
        return f"appeal-{self.said.finding.kind}"

    @property
    def waits(self) -> bool:
        return self.said.answer is not None and self.said.answer.state is AppealState.OPEN

    @property
    def upheld(self) -> bool:
        return self.said.answer is not None and self.said.answer.state is AppealState.UPHELD


def shown_said(spec: AssignmentSpec, said: Iterable[tuple[str, str, tuple[Said, ...]]]) -> list[Shown]:
    """Everything said, refusals first. `said` are (key `<class>-<grade>`, label, what is said) of every class."""
    rows = list(said)
    found: dict[tuple[object, ...], tuple[Said, list[str], str]] = {}
    for key, label, several in rows:
        for one in several:
            same = (one.finding, one.clauses, one.answer)
            first, labels, at = found.get(_hashable(same), (one, [], key))
            found[_hashable(same)] = (first, [*labels, label], at)
    texts = dict(parts_of(spec))
    shown = [
        _shown(one, "、".join(labels) if len(labels) < len(rows) else "", texts, key)
        for one, labels, key in found.values()
    ]
    return sorted(shown, key=lambda one: not one.said.refuses)


def _hashable(same: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(repr(one) for one in same)


def _shown(said: Said, classes: str, texts: Mapping[str, str], key: str) -> Shown:
    finding = said.finding
    text = texts.get(finding.part, "")
    start, end = finding.start, finding.end
    whole = not text or (start == 0 and end >= len(text))
    first, last = max(start - AROUND, 0), end + AROUND
    return Shown(
        said,
        classes,
        "" if whole else ("…" if first else "") + text[first:start],
        "" if whole else text[start:end],
        "" if whole else text[end:last] + ("…" if last < len(text) else ""),
        f"{finding.kind}:{key}",
    )


def send_appeal(desk: DeskRequest, spec: AssignmentSpec, key: str) -> bool:
    """Put what was pressed under `appeal` before academic affairs; False where the button names nothing that there is.

    Raises InvalidInput, Refused and NotVisible as the operation does.
    """
    kind, _, target = desk.POST.get("appeal", "").partition(":")
    class_id, _, grade = target.partition("-")
    if kind not in set(Kind) or not (_is_id(class_id) and _is_id(grade)):
        return False
    reason = desk.POST.get(f"appeal-{kind}", "")
    sent = appeal(
        by=desk.actor,
        at=desk.at,
        spec=spec,
        class_id=int(class_id),
        grade=int(grade),
        kind=Kind(kind),
        reason=reason,
        request=Request.of(f"{key[:180]}-appeal-{kind}", kind=kind, target=target, spec=repr(spec), reason=reason),
    )
    if sent is None:
        messages.warning(desk, "这一条刚才已经送过教务处，没有再送一次。")
    else:
        messages.success(desk, "送教务处了，答复写在“我的作业”里。急用的话，先改一改这几个字再发布。")
    return True


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 18
