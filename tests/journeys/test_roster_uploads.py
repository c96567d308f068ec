"""One upload: previewed, applied once or discarded; two at once; whatever fails leaves nothing."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.journeys import import_roster
from shuangjian.journeys.import_roster import apply_roster, discard_roster, preview_again
from shuangjian.kernel.actor import operator
from shuangjian.kernel.refusal import NotAllowed, NotVisible, Refused
from shuangjian.people.models import Enrolment, Pupil, RosterUpload
from shuangjian.people.operations.uploads import tidy_uploads
from shuangjian.people.roster import UnreadableFile
from tests.cast import AT, Cast
from tests.journeys.rosters import (
    book,
    bring_in,
    choose,
    look,
    pupil,
    standing_pupils,
    standing_teachers,
)
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db


def test_a_file_with_bad_cells_cannot_be_applied(cast: Cast) -> None:
    preview = look(cast, book([*standing_pupils(), pupil("祝小满", 8, 1, "G410902201600000077")]))
    (bad,) = preview.bad
    assert (bad.where.label, bad.value) == ("学生 第 6 行 C 列（年级）", "八年级")
    assert "一到六年级" in bad.reason
    with pytest.raises(Refused, match="1格要改"):
        _apply(cast, preview.upload_id)
    assert not Pupil.objects.filter(name="祝小满").exists()


def test_only_who_may_import_a_place_may_preview_it(cast: Cast) -> None:
    content = book(standing_pupils())
    for name, wrong in (("maths", NotAllowed), ("stranger", NotVisible), ("guardian", NotVisible)):
        with pytest.raises(wrong):
            look(cast, content, by=cast.actor(name))
    with pytest.raises(NotVisible):
        look(cast, content, by=cast.actor("academic"), place_id=cast.county.pk)
    preview = look(cast, content)
    with pytest.raises(NotVisible):
        apply_roster(
            by=cast.actor("stranger"), at=AT, upload_id=preview.upload_id, request=Request.of("k"), choose=choose
        )


def test_the_same_form_twice_is_one_act_and_is_told_so(cast: Cast) -> None:
    preview = look(cast, book([*standing_pupils(), pupil("祝小满", 5, 1, "G410902201600000077")]))
    first, second = _apply(cast, preview.upload_id), _apply(cast, preview.upload_id)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.counts == second.counts
    assert Pupil.objects.filter(name="祝小满").count() == 1
    assert Act.objects.filter(name="people.apply_roster").count() == 1


def test_the_record_holds_figures_and_no_names(cast: Cast) -> None:
    bring_in(cast, book([*standing_pupils(), pupil("祝小满", 5, 1, "G410902201600000077")]))
    act = Act.objects.get(name="people.apply_roster")
    assert act.after == {"新来的学生": 1}
    assert "祝小满" not in str(list(Act.objects.values()))


def test_an_upload_that_has_ended_keeps_neither_file_nor_names(cast: Cast) -> None:
    content = book([*standing_pupils(), pupil("祝小满", 5, 1, "G410902201600000077")])
    bring_in(cast, content)
    discarded = look(cast, book([*standing_pupils(), pupil("池鱼", 5, 1, "G410902201600000078")]))
    discard_roster(by=cast.actor("academic"), at=AT, upload_id=discarded.upload_id)
    for upload in RosterUpload.objects.all():
        assert upload.content is None
        assert "祝小满" not in str(upload.plan)
        assert "池鱼" not in str(upload.plan)


def test_a_discarded_upload_cannot_be_applied(cast: Cast) -> None:
    preview = look(cast, book(standing_pupils()[1:]))
    discard_roster(by=cast.actor("academic"), at=AT, upload_id=preview.upload_id)
    discard_roster(by=cast.actor("academic"), at=AT, upload_id=preview.upload_id)
    with pytest.raises(Refused, match="已经放弃"):
        _apply(cast, preview.upload_id)
    assert Pupil.objects.filter(left_on=None, school_id=cast.school.pk).count() == 4


def test_what_moved_after_the_preview_is_looked_at_again_first(cast: Cast) -> None:
    stale = look(cast, book(standing_pupils()[1:]))
    bring_in(cast, book([pupil("左小禾", 5, 2), *standing_pupils()[1:]]))
    fresh = look(cast, book([*standing_pupils()[1:], pupil("池鱼", 5, 1, "G410902201600000078")]))
    bring_in(cast, book([*standing_pupils()[1:], pupil("池鱼", 5, 1, "G410902201600000078")]))
    with pytest.raises(Refused, match="有了变动"):
        _apply(cast, fresh.upload_id)
    with pytest.raises(Refused, match="有了变动"):
        _apply(cast, stale.upload_id)
    assert Pupil.objects.get(name="池鱼").left_on is None
    again = preview_again(by=cast.actor("academic"), at=AT, upload_id=stale.upload_id)
    assert again.counts == {"离校的学生": 1}
    assert RosterUpload.objects.get(pk=stale.upload_id).state == "DISCARDED"


@pytest.mark.parametrize("step", ["load_points", "load_classes", "load_roster", "ensure_sheet_addresses", "record"])
def test_a_failure_at_any_step_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    content = book([*standing_pupils()[1:], pupil("祝小满", 4, 1, "G410902201600000077")], standing_teachers()[1:])
    preview = look(cast, content)
    before = _everything()
    original = getattr(import_roster, step)

    def fails(*args: Any, **kwargs: Any) -> Any:
        original(*args, **kwargs)
        raise RuntimeError("the power went")

    monkeypatch.setattr(import_roster, step, fails)
    with pytest.raises(RuntimeError):
        _apply(cast, preview.upload_id)
    assert _everything() == before
    monkeypatch.undo()
    assert _apply(cast, preview.upload_id).counts == preview.counts


def test_old_previews_are_tidied_away(cast: Cast) -> None:
    look(cast, book(standing_pupils()))
    by = operator("测试")
    assert tidy_uploads(by=by, at=AT + dt.timedelta(days=6)) == 0
    assert tidy_uploads(by=by, at=AT + dt.timedelta(days=8), dry_run=True) == 1
    assert tidy_uploads(by=by, at=AT + dt.timedelta(days=8)) == 1
    assert RosterUpload.objects.get().content is None


def test_an_unreadable_file_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(UnreadableFile):
        look(cast, b"%PDF-1.7 not a roster")
    assert not RosterUpload.objects.exists()


def _apply(cast: Cast, upload_id: int) -> import_roster.Outcome:
    request = Request.of(f"form {upload_id}", upload=upload_id)
    return apply_roster(by=cast.actor("academic"), at=AT, upload_id=upload_id, request=request, choose=choose)


def _everything() -> list[Any]:
    with connection.cursor() as cursor:
        rows = []
        for table in sorted(connection.introspection.table_names()):
            if table.startswith(("people_", "schools_", "homework_", "audit_")):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                rows.append((table, cursor.fetchone()))
    pupils = list(Pupil.objects.order_by("pk").values_list("pk", "left_on", "school_id", "number_digest"))
    return [rows, pupils, list(Enrolment.objects.order_by("pk").values_list("pk", "until"))]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_forms_at_once_apply_one_upload_once(committed_cast: Cast) -> None:
    cast = committed_cast
    preview = look(cast, book([*standing_pupils(), pupil("祝小满", 5, 1, "G410902201600000077")]))
    by = cast.actor("academic")

    def press(key: str) -> import_roster.Outcome:
        return apply_roster(
            by=by, at=AT, upload_id=preview.upload_id, request=Request.of(key, upload=preview.upload_id), choose=choose
        )

    results = at_once([lambda: press("one"), lambda: press("one"), lambda: press("other")])
    done = [r for r in results if isinstance(r, import_roster.Outcome)]
    refused = [r for r in results if isinstance(r, Refused)]
    assert len(done) + len(refused) == 3, results
    assert sum(not outcome.repeated for outcome in done) == 1
    assert Pupil.objects.filter(name="祝小满").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_previews_at_once_apply_one(committed_cast: Cast) -> None:
    """Both were true when they were made; the second to come would be built on sand."""
    cast = committed_cast
    first = look(cast, book([*standing_pupils(), pupil("祝小满", 5, 1, "G410902201600000077")]))
    second = look(cast, book([*standing_pupils(), pupil("池鱼", 5, 1, "G410902201600000078")]))
    by = cast.actor("academic")

    def press(upload_id: int) -> import_roster.Outcome:
        request = Request.of(f"k{upload_id}", upload=upload_id)
        return apply_roster(by=by, at=AT, upload_id=upload_id, request=request, choose=choose)

    results = at_once([lambda: press(first.upload_id), lambda: press(second.upload_id)])
    assert sorted(type(result).__name__ for result in results) == ["Outcome", "Refused"], results
    assert Pupil.objects.filter(name__in=["祝小满", "池鱼"]).count() == 1
