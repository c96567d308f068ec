"""The record only grows, and a change anywhere in it is found."""

import pytest
from django.db import DatabaseError, connection, transaction

from shuangjian.audit.append_only import lifted
from shuangjian.audit.models import Act, Seal
from shuangjian.audit.operations import Request, Subject, once, outcome_of, record, seal
from shuangjian.audit.queries import verify
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import KeyReused, NotAllowed, NotVisible, Refused
from tests.cast import AT

pytestmark = pytest.mark.django_db
SOMEBODY = Actor(7, "沈岚")


def acts(count):
    for n in range(count):
        record(by=SOMEBODY, at=AT, name="test.act", on=Subject("thing", n, f"第{n}件"), after={"n": n})


@pytest.mark.parametrize("statement", ["UPDATE audit_act SET name = 'x'", "DELETE FROM audit_act"])
def test_the_database_itself_refuses_to_change_the_record(statement):
    acts(1)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Act.objects.count() == 1


def test_entries_of_the_ledger_are_guarded_like_the_record(cast):
    from shuangjian.homework.models import Entry

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'homework_entry'::regclass AND NOT tgisinternal"
            )
        else:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'homework_entry'")
        assert cursor.fetchone()[0] == 2
    assert Entry.objects.count() == 0


def test_what_is_sealed_verifies_and_sealing_goes_on_where_it_stopped():
    acts(3)
    assert seal(at=AT)[0] == 3
    acts(2)
    count, head = seal(at=AT)
    assert count == 2
    assert verify() == verify(head)
    assert (verify().sealed, verify().first_bad) == (5, None)
    assert seal(at=AT) == (0, head)


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        ("UPDATE audit_act SET actor_name = '别人' WHERE on_id = 1", 1),
        ("DELETE FROM audit_act WHERE on_id = 1", 1),
        ("UPDATE audit_act SET after = '{\"n\": 9}' WHERE on_id = 2", 2),
    ],
)
def test_a_change_in_the_middle_is_found(tamper, found):
    acts(4)
    seal(at=AT)
    expected = Act.objects.get(on_id=found).pk
    with lifted(), connection.cursor() as cursor:
        cursor.execute(tamper)
    assert verify().first_bad == expected


def test_a_removed_tail_is_found_by_the_head_that_was_kept_elsewhere():
    acts(4)
    _, head = seal(at=AT)
    last = Act.objects.order_by("-pk").first().pk
    with lifted():
        Act.objects.filter(pk=last).delete()
        Seal.objects.filter(pk=last).delete()
    assert verify().first_bad is None
    assert verify(head).first_bad == 0


def test_a_head_kept_before_later_acts_is_still_part_of_the_chain():
    acts(2)
    _, head = seal(at=AT)
    acts(2)
    seal(at=AT)
    assert verify(head).first_bad is None


def test_an_act_under_a_key_is_told_again_and_another_request_under_it_is_refused():
    request = Request.of("k", what=1)
    record(by=SOMEBODY, at=AT, name="test.act", on=Subject("thing", 1, ""), request=request, outcome={"done": True})
    assert outcome_of(SOMEBODY, request) == {"done": True}
    assert outcome_of(Actor(8, "别人"), request) is None
    with pytest.raises(KeyReused):
        outcome_of(SOMEBODY, Request.of("k", what=2))


@pytest.mark.parametrize("told", [Refused, NotVisible, NotAllowed])
def test_an_act_is_done_once_per_request_also_where_a_twin_was_faster(told):
    """Whatever the second one meets: that it is done, that it is gone, or that it is no longer its to do."""
    request = Request.of("k", what=1)
    on = Subject("thing", 1, "")

    def act():
        return record(by=SOMEBODY, at=AT, name="test.act", on=on, request=request)

    def overtaken():
        act()  # the twin's, which commits while this one waits
        raise told

    def refuse():
        raise told

    with pytest.raises(told), transaction.atomic():
        once(SOMEBODY, Request.of("other"), refuse)
    assert once(SOMEBODY, request, overtaken) is None
    assert once(SOMEBODY, request, act) is None
    with pytest.raises(KeyReused):
        once(SOMEBODY, Request.of("k", what=2), act)
    assert Act.objects.count() == 1


def test_every_word_of_an_act_is_part_of_its_link():
    acts(1)
    seal(at=AT)
    columns = [f.attname for f in Act._meta.concrete_fields if f.attname != "id"]
    for column in columns:
        with lifted(), transaction.atomic():
            act = Act.objects.get()
            old = getattr(act, column)
            changed = {"at": act.at.replace(minute=21), "before": {"x": 1}, "after": {"x": 1}, "outcome": {"x": 1}}
            new = changed.get(column, 99 if column.endswith("_id") else "换了")
            Act.objects.filter(pk=act.pk).update(**{column: new})
            assert verify().first_bad == act.pk, column
            Act.objects.filter(pk=act.pk).update(**{column: old})
    assert verify().first_bad is None


def test_what_was_asked_cannot_be_tried_out_against_its_digest(settings):
    """A yes or no: two digests, were they of the words alone."""
    settings.ROSTER_KEY = "one key" * 10
    kept = Request.of("k", accept=True)
    assert kept == Request.of("k", accept=True)
    assert kept.digest != Request.of("k", accept=False).digest
    settings.ROSTER_KEY = "another" * 10
    assert kept.digest != Request.of("k", accept=True).digest
