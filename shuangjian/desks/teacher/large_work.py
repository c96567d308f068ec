"""Announcing what is being written, in one press on a refusal: for the first evening that leaves notice enough."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404

from shuangjian.audit.operations import Request
from shuangjian.desks.common.middleware import DeskRequest
from shuangjian.desks.teacher.typed import Typed, spec_of, with_way
from shuangjian.homework.operations import announce, kind_of
from shuangjian.homework.rules import check_spec, minutes_each
from shuangjian.homework.rules.notice_refusals import read_announce_value
from shuangjian.kernel.day import date_label
from shuangjian.kernel.refusal import InvalidInput, KeyReused, Refused


def announce_from(desk: DeskRequest, typed: Typed, way: Mapping[str, str]) -> Typed:
    """Announce the form's large work as the way says; the form then means that evening. What came of it is told above
    the form. Raises Http404 for a way that cannot be read."""
    found = read_announce_value(way.get("announce", ""))
    if found is None:
        raise Http404
    class_id, grade, date = found
    try:
        spec = spec_of(typed)
        check_spec(spec)
        kind = kind_of(spec)
        if kind is None:
            return typed
        row = announce(
            by=desk.actor,
            at=desk.at,
            class_id=class_id,
            grade=grade,
            subject=spec.subject,
            kind=kind,
            title=spec.unit,
            date=date,
            minutes=minutes_each(spec, 1),
            counts=spec.form.counts,
            request=Request.of(f"{typed.key[:180]}-announce-{class_id}-{grade}", on=str(date), spec=repr(spec)),
        )
    except (Refused, InvalidInput) as failed:
        said = [r.staff for r in failed.refusals] if isinstance(failed, Refused) else failed.errors.values()
        messages.warning(desk, "".join(said))
        return typed
    except KeyReused:
        messages.warning(desk, "这一份刚才已经预告过，没有再预告一次。要改日子，请到“大作业预告”。")
        return typed
    messages.success(desk, f"预告到{date_label(row.date)}，同事都看得到。您写的还没有发布；先存为草稿，到那天再发布。")
    return with_way(typed, {f"evening-{class_id}-{grade}": date.isoformat()})
