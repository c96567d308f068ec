"""What a teacher has typed into the publishing form: kept as text until it is read, so that nothing is lost."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from shuangjian.desks.common.forms import key_of, new_key
from shuangjian.homework.operations import Target
from shuangjian.homework.rules import AssignmentSpec, Form, Large, TierSpec, check_spec
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.kernel.subject import Subject

MOST_ROWS = 6
TIER_NAMES = ("基础", "提高", "拓展")
TEXTS = ("unit", "aim", "competency", "large", "content", "evening", "draft", "shown")


@dataclass(frozen=True)
class TypedTier:
    name: str = ""
    minutes: str = ""
    required: bool = True
    content: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.name.strip() or self.minutes.strip() or self.content.strip())


@dataclass(frozen=True)
class Typed:
    """The form. `classes` are `<class>-<grade>`; `also` further evenings of long work; `own_evenings` where a class has
    another evening than the rest; `draft` the id of the draft once there is one; `shown` what it was last said to
    count, signed; `key` that of the act."""

    subject: str
    key: str
    classes: tuple[str, ...] = ()
    unit: str = ""
    aim: str = ""
    competency: str = ""
    form: str = Form.WRITTEN.value
    large: str = ""
    content: str = ""
    tiers: tuple[TypedTier, ...] = (TypedTier(),)
    choose: str = "1"
    evening: str = ""
    also: tuple[str, ...] = ()
    own_evenings: Mapping[str, str] = field(default_factory=dict)
    all_or_none: bool = False
    draft: str = ""
    shown: str = ""

    @property
    def drafts(self) -> list[int]:
        """The draft that the form was, if it was one."""
        return [int(self.draft)] if self.draft.isdecimal() and len(self.draft) < 18 else []

    @property
    def counts(self) -> bool:
        """Whether the chosen form takes minutes from the evening."""
        return self.form == Form.WRITTEN.value


def from_post(posted: QueryDict, subject: str) -> Typed:
    """Whatever was sent, as it was sent; rows left blank between others are closed up."""
    texts = {name: posted.get(name, "") for name in TEXTS}
    rows = [
        TypedTier(
            _line(posted.get(f"name-{n}", "")),
            _line(posted.get(f"minutes-{n}", "")),
            posted.get(f"required-{n}", "on") != "",
            _line(posted.get(f"extra-{n}", "")),
        )
        for n in range(MOST_ROWS)
    ]
    tiers = tuple(row for row in rows if not row.is_blank)
    return Typed(
        subject=subject,
        key=key_of(posted),
        classes=tuple(dict.fromkeys(posted.getlist("classes"))),
        form=posted.get("form", Form.WRITTEN.value),
        tiers=tiers or (TypedTier(),),
        choose=posted.get("choose", "1"),
        also=tuple(dict.fromkeys(posted.getlist("also"))),
        own_evenings={
            k.removeprefix("evening-"): v for k in posted if k.startswith("evening-") and (v := posted.get(k, ""))
        },
        all_or_none=bool(posted.get("all_or_none")),
        **texts,
    )


def from_spec(spec: AssignmentSpec, **more: Any) -> Typed:
    """An assignment as a form, under a new key."""
    tiers = tuple(TypedTier(t.name, str(t.minutes), t.required, t.content) for t in spec.tiers)
    return Typed(
        subject=spec.subject,
        key=new_key(),
        unit=spec.unit,
        aim=spec.aim,
        competency=spec.competency,
        form=spec.form.value,
        large=spec.large.value,
        content=spec.content,
        tiers=tiers or (TypedTier(),),
        choose=str(spec.choose),
        **more,
    )


def with_row(typed: Typed) -> Typed:
    """One more tier; rows without a name get the usual ones."""
    tiers = (*typed.tiers, TypedTier())[:MOST_ROWS]
    named = tuple(
        replace(tier, name=tier.name or (TIER_NAMES[n] if n < len(TIER_NAMES) else "")) for n, tier in enumerate(tiers)
    )
    return replace(typed, tiers=named)


def with_way(typed: Typed, way: Mapping[str, str]) -> Typed:
    """The form as a way out changes it. Nothing is published by taking one."""
    tiers = list(typed.tiers)
    for n, tier in enumerate(tiers):
        minutes = way.get(f"minutes-{n}", tier.minutes)
        required = tier.required and f"required-{n}" not in way and way.get("optional") != "all"
        tiers[n] = replace(tier, minutes=minutes, required=required)
    changed = replace(
        typed,
        tiers=tuple(tiers),
        form=way.get("form", typed.form),
        large=way.get("large", typed.large),
        all_or_none=typed.all_or_none and "all_or_none" not in way,
    )
    if "evening" in way:
        changed = replace(changed, evening=way["evening"], also=(), own_evenings={})
    for name, date in way.items():
        if name.startswith("evening-"):
            changed = _with_own_evening(changed, name.removeprefix("evening-"), date)
    return changed


def _with_own_evening(typed: Typed, target: str, date: str) -> Typed:
    """A class moves to another evening; alone, it takes the evening of the whole form with it."""
    if list(typed.classes) == [target]:
        return replace(typed, evening=date, also=(), own_evenings={})
    return replace(typed, own_evenings={**typed.own_evenings, target: date})


def spec_of(typed: Typed) -> AssignmentSpec:
    """What was typed as a spec; minutes that are no number become -1, which the rules refuse by the name of the field.

    Raises InvalidInput for a form that does not exist.
    """
    if typed.form not in set(Form):
        raise InvalidInput({"form": "请选一种形式。"})
    form = Form(typed.form)
    tiers = tuple(
        TierSpec(t.name.strip(), _minutes(t.minutes, form), t.required, t.content.strip()) for t in typed.tiers
    )
    return AssignmentSpec(
        subject=typed.subject,
        unit=typed.unit,
        aim=typed.aim,
        form=form,
        content=typed.content,
        tiers=tiers,
        competency=typed.competency if typed.competency in Subject(typed.subject).competencies else "",
        choose=_number(typed.choose),
        large=Large(typed.large) if typed.large in set(Large) else Large.UNSAID,
    )


def targets_of(typed: Typed) -> list[Target]:
    """The classes and evenings chosen. Raises InvalidInput where there are none, or none that can be read."""
    errors: dict[str, str] = {}
    if not typed.classes:
        errors["classes"] = "请至少选一个班。"
    shared = [typed.evening, *typed.also] if typed.evening else list(typed.also)
    if not shared and not (typed.classes and set(typed.classes) <= set(typed.own_evenings)):
        errors["evening"] = "请选一晚。"
    targets = []
    for target in typed.classes:
        own = typed.own_evenings.get(target)
        class_id, grade = _class_and_grade(target)
        dates = [_date(text) for text in ([own] if own else shared)]
        if class_id < 1 or grade < 1:
            errors["classes"] = "这个班读不出来，请重新选班级。"
        if None in dates:
            errors["evening"] = "这一晚的日期读不出来，请重新选一晚。"
        targets.append(Target(class_id, grade, tuple(sorted({date for date in dates if date}))))
    if errors:
        raise InvalidInput(errors)
    return targets


def read(typed: Typed) -> tuple[AssignmentSpec, Sequence[Target]]:
    """Spec and targets; what is wrong with either is told at once."""
    errors: dict[str, str] = {}
    targets: Sequence[Target] = ()
    try:
        targets = targets_of(typed)
    except InvalidInput as invalid:
        errors |= invalid.errors
    try:
        spec = spec_of(typed)
        check_spec(spec)
    except InvalidInput as invalid:
        raise InvalidInput(errors | invalid.errors) from invalid
    if errors:
        raise InvalidInput(errors)
    return spec, targets


def intent_of(typed: Typed) -> dict[str, Any]:
    """What a draft remembers beside its words: for whom it was meant, and when."""
    return {
        "classes": list(typed.classes),
        "evening": typed.evening,
        "also": list(typed.also),
        "own_evenings": dict(typed.own_evenings),
        "all_or_none": typed.all_or_none,
    }


def _class_and_grade(target: str) -> tuple[int, int]:
    class_id, _, grade = target.partition("-")
    return _number(class_id), _number(grade)


def _minutes(text: str, form: Form) -> int:
    """Minutes as typed, in full-width digits or not; left blank they are none, which unwritten work may be."""
    return 0 if not text.strip() and not form.counts else _number(text.strip() or "0")


def _line(text: str) -> str:
    """One line of text without signs that nobody sees."""
    return "".join(sign for sign in text if sign.isprintable())


def _number(text: str) -> int:
    text = text.strip().removesuffix("分钟").removesuffix("分")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
