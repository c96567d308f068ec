"""Random review afterwards: a draw that can be repeated, findings that name a work and no person."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangjian.audit.operations import Request
from shuangjian.homework.models import Publication, SpotCheckWork
from shuangjian.homework.operations import draw_spot_check, record_finding, withdraw
from shuangjian.homework.queries import counts_of_spot_checks, redrawn, spot_checks_of_work
from shuangjian.homework.rules import Drawable, SpotFinding, draw_works
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.kernel.subject import Subject
from tests.apps.homework.reviewing import SECOND, TWO, set_at
from tests.cast import SINCE, TODAY

NEXT = TODAY + dt.timedelta(days=1)
works = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 5)), max_size=40).map(
    lambda found: [Drawable(n, grade, author) for n, (grade, author) in enumerate(found)]
)


@given(works, st.integers(1, 60), st.text(min_size=1))
def test_a_draw_is_repeatable_gives_every_grade_its_part_and_singles_nobody_out(found, wanted, seed):
    drawn = draw_works(found, wanted, seed)
    assert drawn == draw_works(list(reversed(found)), wanted, seed)
    assert len(drawn) == len(set(drawn)) == min(wanted, len(found))
    by_id = {work.work_id: work for work in found}
    sizes, got = Counter(w.grade for w in found), Counter(by_id[pk].grade for pk in drawn)
    assert all(abs(got[grade] - len(drawn) * size / len(found)) < 1 for grade, size in sizes.items())
    for grade in sizes:
        mine = Counter(by_id[pk].author_id for pk in drawn if by_id[pk].grade == grade)
        left = Counter(w.author_id for w in found if w.grade == grade) - mine
        assert all(mine[author] >= max(mine.values(), default=0) - 1 for author in left)


def drawn(cast, wanted=2, since=SINCE, until=NEXT, who="academic", at=TWO):
    return draw_spot_check(
        by=cast.actor(who), at=at, school=cast.facts(), since=since, until=until, wanted=wanted, seed="7K3F",
        request=Request.of(f"draw {since} {wanted}"),
    )  # fmt: skip


def said(cast, check, row, finding=SpotFinding.FINE, note="", who="academic"):
    return record_finding(
        by=cast.actor(who), at=TWO, school=cast.facts(), check_id=check.pk, work_id=row.pk, finding=finding, note=note,
        request=Request.of(f"read {row.pk} {who}"),
    )  # fmt: skip


def three(cast):
    for who, subject in (("maths", Subject.MATHEMATICS), ("chinese", Subject.CHINESE), ("english", Subject.ENGLISH)):
        set_at(cast, TWO - dt.timedelta(hours=1), cast.five_one, who=who, subject=subject, minutes=5)


def test_works_are_drawn_from_what_was_published_and_the_seed_gives_them_again(cast):
    three(cast)
    check = drawn(cast)
    assert (check.published, check.works.count()) == (3, 2)
    assert redrawn(check) == [row.assignment_id for row in check.works.order_by("position")]
    gone = Publication.objects.get(assignment_id=redrawn(check)[0])
    withdraw(by=cast.actor("principal"), at=TWO + SECOND, publication_id=gone.pk, reason="换", request=Request.of("w"))
    assert redrawn(check) == [row.assignment_id for row in check.works.order_by("position")]


def test_the_author_reads_what_was_found_and_the_counts_are_told_together(cast):
    three(cast)
    check = drawn(cast)
    row = check.works.first()
    said(cast, check, row, SpotFinding.TOO_LONG, "三道题做不完")
    counts = counts_of_spot_checks(check.pk)
    assert (counts.read, counts.drawn, counts.published, counts.found) == (1, 2, 3, 1)
    assert [found.note for found in spot_checks_of_work(row.assignment_id)] == ["三道题做不完"]


def test_what_is_found_is_said_in_words_and_once(cast):
    three(cast)
    check = drawn(cast)
    row = check.works.first()
    with pytest.raises(InvalidInput):
        said(cast, check, row, SpotFinding.REPETITIVE)
    said(cast, check, row)
    with pytest.raises(Refused):
        said(cast, check, row, who="principal")


def test_nobody_reads_their_own_work(cast):
    three(cast)
    check = drawn(cast)
    SpotCheckWork.objects.update(author=cast.people["academic"])
    with pytest.raises(NotAllowed):
        said(cast, check, check.works.first())
    said(cast, check, check.works.first(), who="principal")


def test_there_must_be_something_to_draw_from(cast):
    with pytest.raises(Refused):
        drawn(cast)
    with pytest.raises(InvalidInput):
        drawn(cast, until=SINCE)
    with pytest.raises(InvalidInput):
        drawn(cast, wanted=0)


def test_spot_checks_are_for_those_who_lead_the_school(cast):
    three(cast)
    with pytest.raises(NotAllowed):
        drawn(cast, who="grade_head")
    check = drawn(cast)
    with pytest.raises(NotVisible):
        said(cast, check, check.works.first(), who="other_principal")
