"""Large work is announced, seen by colleagues before it is fixed, and set only with the notice its school asks for."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.homework.models import Announcement, Evening, Publication
from shuangjian.homework.operations import (
    Target,
    allow_announcement,
    amend,
    change_announcement,
    object_to,
    preview,
    settle_announcement,
    withdraw,
    withdraw_announcement,
)
from shuangjian.homework.queries import announcements_ahead, ledger_faults
from shuangjian.homework.rules import Form, Large, TierSpec
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.kernel.subject import Subject
from tests.apps.homework.announcing import (
    FRIDAY,
    MONDAY,
    NEXT_TUESDAY,
    NEXT_WEDNESDAY,
    TUESDAY,
    announced,
    at,
    large,
    set_large,
    three_days,
)
from tests.apps.homework.planning import MORNING, agreed, opened, set_by, shares_of
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


def codes(outcome) -> list[str]:
    return [refusal.code for c in outcome.classes for refusal in c.refusals]


def refused(act) -> list[str]:
    with pytest.raises(Refused) as caught:
        act()
    return [refusal.code for refusal in caught.value.refusals]


def change(cast: Cast, row: Announcement, date: dt.date, minutes: int = 30, moment=None, evenings: int = 1, key=""):
    return change_announcement(
        by=cast.actor("chinese", moment), at=moment or cast.at, announcement_id=row.pk, date=date, evenings=evenings,
        minutes=minutes, request=Request.of(key or f"change {date} {minutes} {moment}"),
    )  # fmt: skip


class TestAnnouncing:
    def test_the_days_of_notice_are_school_days_with_the_make_up_sunday(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, MONDAY)
        assert (row.days, row.needed, row.fixes_on) == (3, 3, TODAY)
        later = announced(cast, NEXT_WEDNESDAY)
        assert (later.days, later.fixes_on) == (5, dt.date(2026, 9, 20))

    def test_a_project_lasts_so_many_evenings_that_school_is_held_before(self, cast: Cast) -> None:
        row = announced(cast, FRIDAY, kind="PROJECT", evenings=3)
        assert (row.date, row.last) == (FRIDAY, MONDAY)

    def test_too_late_is_refused_with_the_schools_own_rule_and_the_first_day_that_would_do(self, cast: Cast) -> None:
        three_days(cast)
        with pytest.raises(Refused) as caught:
            announced(cast, FRIDAY)
        (refusal,) = caught.value.refusals
        assert refusal.code == "ANNOUNCED_TOO_LATE"
        assert [clause.label for clause in refusal.clauses] == ["本校作业管理办法　第9条"]
        assert refusal.ways[0].values == {"date": MONDAY.isoformat()}

    def test_where_the_school_states_no_number_nothing_is_too_late(self, cast: Cast) -> None:
        row = announced(cast, TODAY)
        assert (row.days, row.needed, row.fixes_on) == (0, None, TODAY)

    def test_the_same_form_twice_announces_once(self, cast: Cast) -> None:
        assert announced(cast).pk == announced(cast).pk
        assert Announcement.objects.count() == 1
        assert Act.objects.filter(name="homework.announce").count() == 1

    def test_a_subject_announces_one_large_work_for_an_evening(self, cast: Cast) -> None:
        announced(cast)
        assert refused(lambda: announced(cast, key="another")) == ["ALREADY_ANNOUNCED"]

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"kind": "SMALL"}, "kind"),
            ({"title": " "}, "title"),
            ({"minutes": 0}, "minutes"),
            ({"evenings": 16}, "evenings"),
            ({"date": dt.date(2026, 9, 19)}, "date"),
            ({"date": TUESDAY}, "date"),
        ],
    )
    def test_what_cannot_be_is_named_by_its_field(self, cast: Cast, more, field) -> None:
        with pytest.raises(InvalidInput) as caught:
            announced(cast, **more)
        assert list(caught.value.errors) == [field]

    def test_written_work_that_no_evening_could_hold_is_refused_and_unwritten_is_not(self, cast: Cast) -> None:
        assert refused(lambda: announced(cast, minutes=61)) == ["LARGER_THAN_THE_EVENING"]
        assert announced(cast, minutes=61, counts=False, kind="PROJECT").minutes == 61

    def test_only_for_a_class_of_ones_own(self, cast: Cast) -> None:
        assert refused(lambda: announced(cast, who="science", subject=Subject.SCIENCE)) == ["NOT_TEACHING"]
        with pytest.raises(NotVisible):
            announced(cast, who="stranger", subject=Subject.MATHEMATICS)


class TestChanging:
    def test_a_proposal_may_come_sooner_grow_and_go(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, NEXT_WEDNESDAY)
        row = change(cast, row, NEXT_TUESDAY, 40)
        assert (row.date, row.minutes, row.days) == (NEXT_TUESDAY, 40, 4)
        withdraw_announcement(by=cast.actor("chinese"), at=cast.at, announcement_id=row.pk, request=Request.of("w"))
        assert announcements_ahead([cast.class_now(cast.five_one)], TODAY) == []

    def test_sooner_leaves_the_school_its_days(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, NEXT_WEDNESDAY)
        assert refused(lambda: change(cast, row, FRIDAY)) == ["ANNOUNCED_TOO_LATE"]

    def test_once_fixed_it_only_comes_later_or_shrinks(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, NEXT_TUESDAY)
        then = at(FRIDAY)
        assert refused(lambda: change(cast, row, MONDAY, moment=then)) == ["ALREADY_FIXED"]
        assert refused(lambda: change(cast, row, NEXT_TUESDAY, 31, then)) == ["ALREADY_FIXED"]
        assert refused(lambda: change(cast, row, NEXT_TUESDAY, 30, then, evenings=2)) == ["ALREADY_FIXED"]
        row = change(cast, row, NEXT_WEDNESDAY, 20, then)
        assert (row.date, row.minutes, row.days) == (NEXT_WEDNESDAY, 20, 4)
        assert row.fixes_on <= FRIDAY, "what is fixed stays fixed"

    def test_what_has_been_set_or_withdrawn_does_not_move(self, cast: Cast) -> None:
        row = announced(cast, MONDAY)
        set_large(cast, large(), MONDAY)
        assert refused(lambda: change(cast, row, NEXT_TUESDAY)) == ["NO_LONGER_ANNOUNCED"]
        take = {"by": cast.actor("chinese"), "at": cast.at, "announcement_id": row.pk}
        assert refused(lambda: withdraw_announcement(**take, request=Request.of("w"))) == ["NO_LONGER_ANNOUNCED"]

    def test_it_is_changed_by_who_teaches_the_subject_and_seen_by_its_class(self, cast: Cast) -> None:
        row = announced(cast)
        take = {"at": cast.at, "announcement_id": row.pk, "request": Request.of("w")}
        with pytest.raises(NotAllowed):
            withdraw_announcement(by=cast.actor("maths"), **take)
        with pytest.raises(NotVisible):
            withdraw_announcement(by=cast.actor("stranger"), **take)


class TestColleagues:
    def say(self, cast: Cast, row: Announcement, who: str = "maths", moment=None):
        return object_to(
            by=cast.actor(who, moment), at=moment or cast.at, announcement_id=row.pk, reason="那天单元检测",
            request=Request.of(f"object {who}"),
        )  # fmt: skip

    def settle(self, cast: Cast, row: Announcement, date: dt.date, who: str = "grade_head"):
        return settle_announcement(
            by=cast.actor(who), at=cast.at, announcement_id=row.pk, date=date, reason="错开数学",
            request=Request.of(f"settle {date}"),
        )  # fmt: skip

    def test_a_colleague_says_once_that_the_day_is_in_the_way(self, cast: Cast) -> None:
        row = announced(cast, NEXT_WEDNESDAY)
        self.say(cast, row)
        self.say(cast, row)
        (seen,) = announcements_ahead([cast.class_now(cast.five_one)], TODAY)
        assert [(o.by, o.reason) for o in seen.objections] == [("沈岚", "那天单元检测")]
        change(cast, row, MONDAY)
        (moved,) = announcements_ahead([cast.class_now(cast.five_one)], TODAY)
        assert moved.objections == (), "of another day nothing was said"

    def test_nobody_objects_to_their_own_nor_from_beside_nor_once_it_is_fixed(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, NEXT_TUESDAY)
        for who in ("chinese", "science", "academic"):
            with pytest.raises((NotAllowed, NotVisible)):
                self.say(cast, row, who)
        assert refused(lambda: self.say(cast, row, moment=at(FRIDAY))) == ["FIXED_BEFORE_THE_OBJECTION"]

    def test_the_head_of_the_grade_moves_one_of_two_that_meet_and_says_why(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, MONDAY)
        assert refused(lambda: self.settle(cast, row, NEXT_TUESDAY)) == ["NOTHING_TO_SETTLE"]
        announced(cast, MONDAY, "maths", subject=Subject.MATHEMATICS, kind="PAPER", title="第一单元")
        seen = announcements_ahead([cast.class_now(cast.five_one)], TODAY)
        assert [one.meets for one in seen] == [("数学试卷《第一单元》",), ("语文大作文《民间故事》",)]
        row = self.settle(cast, row, NEXT_TUESDAY)
        assert (row.date, row.settled_reason) == (NEXT_TUESDAY, "错开数学")
        (act,) = Act.objects.filter(name="homework.settle_announcement")
        assert (act.actor_role, act.after["reason"]) == ("GRADE_HEAD", "错开数学")
        with pytest.raises(NotAllowed):
            self.settle(cast, row, NEXT_WEDNESDAY, "maths")

    def test_a_settler_is_bound_by_what_is_fixed_too(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, NEXT_TUESDAY)
        announced(cast, NEXT_TUESDAY, "maths", subject=Subject.MATHEMATICS, title="第一单元")
        Announcement.objects.filter(pk=row.pk).update(fixes_on=TODAY)
        assert refused(lambda: self.settle(cast, row, MONDAY)) == ["ALREADY_FIXED"]

    def test_a_late_announcement_waits_until_academic_affairs_allows_it(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, TODAY, reason="下午的活动临时改了")
        assert codes(set_large(cast, large())) == ["LARGE_WORK_WITHOUT_NOTICE"]

        def allow(who: str) -> Announcement:
            return allow_announcement(
                by=cast.actor(who),
                at=cast.at,
                announcement_id=row.pk,
                why="只这一次",
                request=Request.of(f"allow {who}"),
            )

        with pytest.raises(NotAllowed):
            allow("grade_head")
        assert allow("academic").allowed_by_id == cast.people["academic"].pk
        assert refused(lambda: allow("principal")) == ["NOTHING_TO_ALLOW"]
        assert set_large(cast, large()).published


class TestSetting:
    def test_without_notice_it_is_refused_with_the_schools_rule_and_ways_out(self, cast: Cast) -> None:
        three_days(cast)
        outcome = set_large(cast, large())
        (refusal,) = outcome.classes[0].refusals
        assert refusal.code == "LARGE_WORK_WITHOUT_NOTICE"
        assert [clause.label for clause in refusal.clauses] == ["本校作业管理办法　第9条"]
        assert [way.act for way in refusal.ways] == ["ANNOUNCE", "SMALLER", "ASK_ACADEMIC"]
        assert refusal.ways[0].values == {"announce": f"{cast.five_one.pk}-5-{MONDAY}"}
        assert not Publication.objects.exists()

    def test_the_nearest_day_leaves_out_evenings_with_other_large_work(self, cast: Cast) -> None:
        three_days(cast)
        announced(cast, MONDAY, "maths", subject=Subject.MATHEMATICS, title="第一单元")
        (refusal,) = set_large(cast, large()).classes[0].refusals
        assert refusal.ways[0].values["announce"].endswith(str(NEXT_TUESDAY))

    def test_announced_in_time_it_is_set_and_what_was_announced_is_used_once(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, MONDAY)
        assert set_large(cast, large(), MONDAY).published
        row.refresh_from_db()
        assert row.publication_id == Publication.objects.get().pk
        assert codes(set_large(cast, large(20), MONDAY)) == ["LARGE_WORK_WITHOUT_NOTICE"]

    def test_another_evening_or_more_minutes_than_announced_do_not_pass(self, cast: Cast) -> None:
        three_days(cast)
        announced(cast, MONDAY)
        (refusal,) = set_large(cast, large(), NEXT_TUESDAY).classes[0].refusals
        assert refusal.ways[0].values == {f"evening-{cast.five_one.pk}-5": str(MONDAY)}
        (refusal,) = set_large(cast, large(31), MONDAY).classes[0].refusals
        assert "预告的是每晚30分，这次31分" in refusal.staff

    def test_over_several_evenings_each_counts(self, cast: Cast) -> None:
        three_days(cast)
        announced(cast, MONDAY, evenings=3, minutes=15, kind="PROJECT")
        dates = (MONDAY, NEXT_TUESDAY, NEXT_WEDNESDAY)
        assert codes(set_large(cast, large(46), *dates)) == ["LARGE_WORK_WITHOUT_NOTICE"]
        assert set_large(cast, large(45), *dates).published

    @pytest.mark.parametrize(
        "spec",
        [
            large(kind=Large.SMALL, content="完成《期中模拟试卷》整张试卷。"),
            large(kind=Large.UNSAID),
            large(tiers=(TierSpec("", 30, required=False),)),
            large(form=Form.IN_SCHOOL, tiers=(TierSpec("", 0),)),
        ],
        ids=["said not to be", "ordinary", "optional", "in school"],
    )
    def test_other_work_needs_no_notice(self, cast: Cast, spec) -> None:
        three_days(cast)
        assert "LARGE_WORK_WITHOUT_NOTICE" not in codes(set_large(cast, spec))

    def test_a_whole_paper_is_large_by_its_words(self, cast: Cast) -> None:
        three_days(cast)
        paper = large(kind=Large.UNSAID, content="完成《期中模拟试卷》整张试卷。")
        assert codes(set_large(cast, paper)) == ["LARGE_WORK_WITHOUT_NOTICE"]

    def test_where_the_school_states_no_number_it_is_only_said(self, cast: Cast) -> None:
        (seen,) = preview(
            by=cast.actor("chinese"), at=cast.at, spec=large(), targets=[Target(cast.five_one.pk, 5, (TODAY,))]
        )
        assert seen.fits
        assert seen.advice is not None
        assert seen.advice.clauses[0].rule == "homework/coordination"
        assert [way.act for way in seen.advice.ways] == ["ANNOUNCE"]
        assert set_large(cast, large()).published

    def test_withdrawn_it_may_be_set_again_and_amended_it_keeps_its_notice(self, cast: Cast) -> None:
        three_days(cast)
        row = announced(cast, MONDAY)
        first = set_large(cast, large(), MONDAY)
        by = cast.actor("chinese")
        amended = amend(
            by=by, at=cast.at, assignment_id=first.assignment_id, spec=large(25), request=Request.of("amend")
        )
        assert amended.published
        with pytest.raises(Refused):
            amend(by=by, at=cast.at, assignment_id=amended.assignment_id, spec=large(35), request=Request.of("more"))
        publication = amended.classes[0].publication_id
        row.refresh_from_db()
        assert row.publication_id == publication
        withdraw(by=by, at=cast.at, publication_id=publication, reason="", request=Request.of("w"))
        row.refresh_from_db()
        assert row.publication_id is None
        assert set_large(cast, large(), MONDAY).published
        assert ledger_faults() == []

    def test_a_rule_that_is_stated_reaches_evenings_that_are_open(self, cast: Cast) -> None:
        opened(cast, date=MONDAY)
        assert Evening.objects.get().notice_days is None
        three_days(cast, 2)
        assert Evening.objects.get().notice_days == 2

    def test_publishing_takes_one_statement_more_where_the_work_is_large_and_none_where_it_is_not(
        self, cast: Cast
    ) -> None:
        three_days(cast)
        opened(cast, at=cast.at, date=MONDAY)
        announced(cast, MONDAY)

        def statements(spec) -> int:
            with CaptureQueriesContext(connection) as queries:
                assert set_large(cast, spec, MONDAY).published
            return len(queries)

        small = replace(large(5), large=Large.SMALL)
        assert statements(small) == statements(replace(small, large=Large.UNSAID))
        assert statements(large(5)) == statements(small) + 1


class TestKept:
    """A fixed announcement keeps minutes of an evening, out of what the plan keeps for nobody."""

    def test_opening_raises_the_right_within_the_pool_and_takes_from_nobody(self, cast: Cast) -> None:
        agreed(cast)
        cast.at = MORNING
        announced(cast, TODAY, minutes=40, moment=at(dt.date(2026, 9, 10)))
        evening = opened(cast)
        assert shares_of(evening) == {
            Subject.CHINESE: (0, 30),
            Subject.MATHEMATICS: (0, 20),
            Subject.ENGLISH: (0, 10),
        }
        assert evening.obligated == evening.cap == 60
        assert set_by(cast, "maths", Subject.MATHEMATICS, 20, MORNING).published
        assert codes(set_by(cast, "maths", Subject.MATHEMATICS, 1, MORNING)) == ["OVER_CAP"]
        assert set_large(cast, large(30), TODAY, moment=MORNING).published
        assert ledger_faults() == []

    def test_what_is_only_proposed_keeps_nothing(self, cast: Cast) -> None:
        three_days(cast)
        announced(cast, NEXT_WEDNESDAY)
        assert shares_of(opened(cast, at=cast.at, date=NEXT_WEDNESDAY)) == {}

    def test_a_screen_reads_it_before_anybody_has_opened_the_evening(self, cast: Cast) -> None:
        announced(cast, TODAY, minutes=40, moment=at(dt.date(2026, 9, 10)))
        target = [Target(cast.five_one.pk, 5, (TODAY,))]
        (seen,) = preview(
            by=cast.actor("maths"), at=MORNING, spec=replace(large(30), subject=Subject.MATHEMATICS), targets=target
        )
        assert not seen.fits
        assert seen.evenings[0].room.holders == ((Subject.CHINESE, 40),)
        assert not Evening.objects.exists()
