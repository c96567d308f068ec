"""How to break each constraint of the database: its name, and an act that does nothing else wrong.

A check is broken by changing a row that stands; a unique one by adding the same row again.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.demo.models import Clock, WholeCity
from shuangjian.homework.models import (
    Announcement,
    Appeal,
    Assignment,
    Entry,
    Evening,
    Loan,
    Objection,
    PlannedShare,
    Publication,
    Review,
    ReviewRule,
    Share,
    SheetAddress,
    SignedReport,
    SpotCheck,
    SpotCheckWork,
    TermPlan,
    Tier,
)
from shuangjian.homework.operations import Target, save_draft, sign_report
from shuangjian.homework.queries import Month
from shuangjian.homework.rules import AssignmentSpec, Form, TierSpec
from shuangjian.journeys.publish_homework import publish_homework
from shuangjian.kernel.subject import Subject
from shuangjian.people.models import (
    Account,
    Enrolment,
    GroupMember,
    Guardianship,
    Person,
    Pupil,
    RoleAssignment,
    RosterUpload,
    Slip,
    TeachingAssignment,
    Token,
)
from shuangjian.policy.models import AdoptedRules, RulesDraft, SchoolChoice
from shuangjian.schools.models import ClassCohort, LocalDay, Place, School, SchoolClass, Term
from tests.apps.homework.planning import agreed
from tests.apps.policy.own_rules import adopted, save, text
from tests.cast import AT, SINCE, TODAY, Cast
from tests.house.after_draw_breaches import AFTER_DRAW
from tests.house.breaking import again, change
from tests.house.draw_breaches import DRAWS
from tests.house.hours_breaches import HOURS
from tests.house.measured_breaches import MEASURED
from tests.house.minutes_breaches import MINUTES
from tests.house.panel_breaches import PANEL
from tests.house.service_breaches import PROGRAMMES
from tests.house.sign_up_breaches import SIGN_UP

SPEC = AssignmentSpec(Subject.MATHEMATICS, "位置", "会用数对", Form.WRITTEN, "三个位置。", (TierSpec("", 20),))
EARLIER = SINCE - dt.timedelta(days=1)


def role(**which: Any) -> RoleAssignment:
    return RoleAssignment.objects.get(**which)


def published(cast: Cast) -> Publication:
    """Twenty minutes of mathematics tonight, with evening, share and entry."""
    publish_homework(
        by=cast.actor("maths"), at=AT, spec=SPEC, targets=[Target(cast.five_one.pk, 5, (TODAY,))], key="breach"
    )
    return Publication.objects.get()


def then(cast: Cast, act: Callable[[], None]) -> None:
    """Break a rule of homework that is set."""
    published(cast)
    act()


def drafted(cast: Cast) -> Assignment:
    return save_draft(by=cast.actor("maths"), at=AT, spec=SPEC)


def choice(cast: Cast, **values: Any) -> SchoolChoice:
    row = {"school": cast.school, "name": "homework/weekend_total", "value": 45, "since": SINCE, "decided_at": AT}
    return SchoolChoice.objects.create(**row | values)


def upload(cast: Cast, **values: Any) -> RosterUpload:
    row = {"place": cast.school.place, "filename": "名册.xlsx", "content": b"x", "uploaded_at": AT}
    return RosterUpload.objects.create(**row | values)


def token(cast: Cast, **values: Any) -> Token:
    row = {"person": cast.people["maths"], "name": "排课系统", "digest": "f" * 64, "scopes": "read:evenings"}
    return Token.objects.create(**row | {"issued_at": AT, "expires_at": AT + dt.timedelta(days=1)} | values)


def appealed(cast: Cast, **values: Any) -> Appeal:
    row = {
        "school": cast.school,
        "school_class": cast.five_one,
        "grade": 5,
        "subject": Subject.MATHEMATICS,
        "unit": "位置",
        "text": "家长检查。",
        "digest": "f" * 64,
        "check_kind": "PARENT_MARKING",
        "quoted": "家长检查",
        "words": "是要家长检查。",
        "reason": "是题里的话",
        "appealed_at": AT,
        "appealed_by": cast.people["maths"],
    }
    return Appeal.objects.create(**row | values)


def answered(cast: Cast, **values: Any) -> Appeal:
    row = {"state": "ALLOWED", "answer": "是", "answered_at": AT, "answered_by": cast.people["academic"]}
    return appealed(cast, **row | values)


def planned(cast: Cast, **values: Any) -> TermPlan:
    row = {"school": cast.school, "cohort": 2022, "year": 2026, "number": 1, "version": 1, "cap": 60}
    return TermPlan.objects.create(**row | {"proposed_at": AT, "proposed_by": cast.people["grade_head"]} | values)


def loan(cast: Cast, **values: Any) -> Loan:
    """语文 asks 英语 for five minutes of an evening that is open."""
    published(cast)
    row = {"school": cast.school, "evening": Evening.objects.get(), "lender": "ENGLISH", "borrower": "CHINESE"}
    asked = {"minutes": 5, "asked_at": AT, "asked_by": cast.people["chinese"]}
    return Loan.objects.create(**row | asked | values)


def announced(cast: Cast, **values: Any) -> Announcement:
    """Thirty minutes of writing for tonight."""
    row = {"school": cast.school, "school_class": cast.five_one, "grade": 5, "subject": "CHINESE", "kind": "WRITING"}
    dates = {"title": "民间故事", "date": TODAY, "last": TODAY, "minutes": 30, "days": 3, "fixes_on": TODAY}
    by = {"announced_at": AT, "announced_by": cast.people["chinese"]}
    return Announcement.objects.create(**row | dates | by | values)


def objected(cast: Cast, **values: Any) -> Objection:
    row = {"school": cast.school, "announcement": announced(cast), "date": TODAY, "reason": "那天单元检测"}
    return Objection.objects.create(**row | {"said_at": AT, "said_by": cast.people["maths"]} | values)


def signed(cast: Cast) -> SignedReport:
    """August, which is over and has nothing in it."""
    principal, month = cast.actor("principal"), Month(2026, 8)
    return sign_report(by=principal, at=AT, school=cast.facts(), month=month, remark="", request=Request.of("august"))


def review_rule(cast: Cast, **values: Any) -> ReviewRule:
    """Mathematics is reviewed since the term began."""
    row = {"school": cast.school, "kind": "SUBJECT", "subject": "MATHEMATICS", "title": "办法", "since": SINCE}
    return ReviewRule.objects.create(**row | {"stated_at": AT, "stated_by": cast.people["academic"]} | values)


def probation(cast: Cast, **values: Any) -> ReviewRule:
    return review_rule(cast, **{"kind": "PROBATION", "subject": "", "person": cast.people["maths"]} | values)


def share(cast: Cast, **values: Any) -> ReviewRule:
    return review_rule(cast, **{"kind": "SHARE", "subject": "", "percent": 10, "salt": "盐"} | values)


def held(cast: Cast, **values: Any) -> Review:
    """Published, and shown in two hours at the latest."""
    until = AT + dt.timedelta(hours=2)
    row = {"school": cast.school, "publication": published(cast), "author": cast.people["maths"]}
    row |= {"rule": review_rule(cast), "asked_at": AT, "until": until, "shown_from": until}
    return Review.objects.create(**row | values)


def returned(cast: Cast, **values: Any) -> Review:
    row = {"state": "RETURNED", "reason": "写清楚", "reviewer": cast.people["academic"], "decided_at": AT}
    return held(cast, **row | values)


def drawn(cast: Cast, **values: Any) -> SpotCheck:
    row = {"school": cast.school, "since": SINCE, "until": TODAY, "wanted": 1, "published": 1, "seed": "7K3F"}
    return SpotCheck.objects.create(**row | {"drawn_at": AT, "drawn_by": cast.people["academic"]} | values)


def read(cast: Cast, **values: Any) -> SpotCheckWork:
    """A work of a draw in which somebody found something."""
    row = {
        "school": cast.school,
        "spot_check": drawn(cast),
        "assignment": drafted(cast),
        "author": cast.people["maths"],
    }
    found = {"finding": "REPETITIVE", "note": "三题一样", "read_at": AT, "read_by": cast.people["academic"]}
    return SpotCheckWork.objects.create(**row | {"position": 0} | found | values)


def member(cast: Cast, **values: Any) -> GroupMember:
    row = {"school": cast.school, "person": cast.people["maths"], "duty": "SUBJECT_TEACHER", "since": SINCE}
    return GroupMember.objects.create(**row | values)


def own_rules(cast: Cast) -> AdoptedRules:
    """The school's own rules, drafted and adopted."""
    return adopted(cast)


def drafted_rules(cast: Cast) -> RulesDraft:
    save(cast, text())
    return RulesDraft.objects.get()


PLACES: dict[str, Callable[[Cast], Any]] = {
    "only_a_city_has_no_parent": lambda c: Place.objects.filter(pk=c.county.pk).update(parent=None),
    "place.code": lambda c: again(c.county, path="/elsewhere/"),
    "place.path": lambda c: again(c.county, code=None),
    "a_schools_grades_lie_within_one_to_nine": lambda c: change(School, last_grade=10),
    "a_class_ends_after_it_begins": lambda c: change(SchoolClass, until=SINCE),
    "a_class_cohort_ends_after_it_begins": lambda c: change(ClassCohort, until=SINCE),
    "a_cohort_has_one_class_of_a_number_at_a_place": lambda c: again(ClassCohort.objects.first()),
    "a_place_states_a_term_once": lambda c: again(Term.objects.get()),
    "a_term_ends_after_it_begins": lambda c: change(Term, until=SINCE),
    "a_place_states_a_day_once": lambda c: again(
        LocalDay.objects.create(place=c.county, date=TODAY, is_school_day=False, reason="暴雪停课")
    ),
}

PEOPLE: dict[str, Callable[[Cast], Any]] = {
    "person.number_digest": lambda c: again(c.people["maths"]),
    "account.username": lambda c: again(Account.objects.get(username="maths"), person=Person.objects.create(name="新")),
    "account.person": lambda c: again(Account.objects.get(username="maths"), username="other"),
    "only_a_homeroom_teacher_is_bound_to_a_class": lambda c: RoleAssignment.objects.filter(role="PRINCIPAL").update(
        school_class=c.five_two
    ),
    "only_a_grade_head_is_bound_to_a_cohort": lambda c: RoleAssignment.objects.filter(role="GRADE_HEAD").update(
        cohort=None
    ),
    "a_school_role_names_its_school": lambda c: RoleAssignment.objects.filter(role="ACADEMIC_AFFAIRS").update(
        school=None
    ),
    "a_class_has_one_homeroom_teacher": lambda c: again(role(school_class=c.five_one), person=c.people["maths"]),
    "a_person_holds_a_role_over_a_place_once": lambda c: again(role(person=c.people["principal"])),
    "a_role_ends_after_it_begins": lambda c: change(RoleAssignment, until=EARLIER),
    "a_person_teaches_a_subject_to_a_class_once": lambda c: again(
        TeachingAssignment.objects.get(person=c.people["science"])
    ),
    "a_teaching_ends_after_it_begins": lambda c: change(TeachingAssignment, until=EARLIER),
    "a_person_is_in_one_leading_group_once": lambda c: again(member(c), duty="DEPUTY", since=TODAY),
    "a_membership_ends_after_it_begins": lambda c: member(c, until=EARLIER),
    "pupil.number_digest": lambda c: again(Pupil.objects.first()),
    "a_pupil_sits_in_one_class_at_a_time": lambda c: again(Enrolment.objects.first(), school_class=c.five_two),
    "an_enrolment_ends_after_it_begins": lambda c: change(Enrolment, until=EARLIER),
    "a_guardian_is_bound_to_a_child_once": lambda c: again(Guardianship.objects.first()),
    "slip.username": lambda c: again(Slip.objects.first(), secret_digest="f" * 64),
    "slip.secret_digest": lambda c: again(Slip.objects.first(), username="jt-222222"),
    "whoever_claimed_a_slip_did_so_at_a_time": lambda c: change(Slip, claimed_at=None),
    "token.digest": lambda c: again(token(c)),
    "a_token_expires_after_it_is_issued": lambda c: token(c, expires_at=AT),
    "whoever_revoked_a_token_did_so_at_a_time": lambda c: token(c, revoked_by=c.people["principal"]),
    "an_ended_upload_keeps_no_file": lambda c: upload(c, state="DISCARDED"),
    "an_applied_upload_says_when": lambda c: upload(c, state="APPLIED", content=None),
}

CONDUCT: dict[str, Callable[[Cast], Any]] = {
    "an_assignment_chooses_at_least_one_tier": lambda c: Assignment.objects.filter(pk=drafted(c).pk).update(choose=0),
    "a_tier_has_its_own_position": lambda c: again(drafted(c).tiers.first()),
    "a_tiers_minutes_are_plausible": lambda c: Tier.objects.filter(assignment=drafted(c)).update(minutes=301),
    "an_assignment_is_published_to_a_class_once": lambda c: again(published(c)),
    "an_ended_publication_says_who_and_when": lambda c: then(c, lambda: change(Publication, state="WITHDRAWN")),
    "a_class_has_one_evening_a_day": lambda c: then(c, lambda: again(Evening.objects.first())),
    "an_evening_commits_no_less_than_nothing": lambda c: then(c, lambda: change(Evening, released=False, committed=-1)),
    "what_is_committed_is_also_obligated": lambda c: then(c, lambda: change(Evening, released=False, committed=21)),
    "an_evening_never_exceeds_its_cap": lambda c: then(c, lambda: change(Evening, released=False, obligated=61)),
    "an_evening_ends_after_it_begins": lambda c: then(c, lambda: change(Evening, until=TODAY)),
    "a_subject_has_one_share_of_an_evening": lambda c: then(c, lambda: again(Share.objects.first())),
    "a_share_is_no_less_than_nothing": lambda c: then(c, lambda: change(Share, right=-1)),
    "an_entry_is_reversed_once": lambda c: then(c, lambda: _reversed_twice()),
    "only_a_reversal_gives_minutes_back": lambda c: then(
        c, lambda: again(Entry.objects.first(), minutes=-20, evening=_the_evening_after())
    ),
    "a_publication_enters_an_evening_once": lambda c: then(c, lambda: again(Entry.objects.first())),
    "an_appeal_is_answered_by_somebody_at_a_time": lambda c: answered(c, answered_at=None),
    "an_answer_to_an_appeal_says_why": lambda c: answered(c, answer=""),
    "an_appeal_says_why": lambda c: appealed(c, reason=""),
    "nobody_answers_their_own_appeal": lambda c: answered(c, answered_by=c.people["maths"]),
    "a_text_has_one_open_appeal_per_check": lambda c: again(appealed(c)),
    "a_subject_announces_one_large_work_for_an_evening": lambda c: again(announced(c)),
    "large_work_of_several_evenings_ends_later_than_it_begins": lambda c: announced(c, evenings=2),
    "large_work_is_fixed_no_later_than_its_evening": lambda c: announced(c, fixes_on=TODAY + dt.timedelta(days=1)),
    "large_work_takes_a_plausible_number_of_minutes": lambda c: announced(c, minutes=301),
    "a_late_announcement_says_why": lambda c: announced(c, needed=4),
    "who_allows_a_late_announcement_says_when": lambda c: announced(c, allowed_by=c.people["academic"]),
    "nobody_allows_their_own_late_announcement": lambda c: announced(c, allowed_at=AT, allowed_by=c.people["chinese"]),
    "who_moves_large_work_says_when_and_why": lambda c: announced(c, settled_at=AT, settled_by=c.people["grade_head"]),
    "what_is_set_is_not_withdrawn_as_announced": lambda c: announced(c, state="WITHDRAWN", publication=published(c)),
    "a_colleague_objects_to_a_date_once": lambda c: again(objected(c)),
    "an_objection_says_why": lambda c: objected(c, reason=""),
    "a_released_evening_keeps_nothing": lambda c: then(c, lambda: change(Evening, released=True, obligated=40)),
    "a_grade_has_one_plan_of_a_version": lambda c: again(agreed(c), since=TODAY),
    "a_grade_proposes_one_plan_at_a_time": lambda c: again(planned(c), version=2),
    "a_grade_agrees_on_one_plan_from_a_date": lambda c: again(agreed(c), version=2),
    "an_agreed_plan_says_who_and_when_and_for_how_long": lambda c: planned(c, agreed_at=AT),
    "a_plan_ends_no_sooner_than_it_begins": lambda c: (agreed(c), change(TermPlan, until=EARLIER)),
    "a_subject_has_one_planned_share_of_a_weekday": lambda c: again(agreed(c).shares.first()),
    "a_planned_share_is_a_plausible_number_of_minutes": lambda c: (agreed(c), change(PlannedShare, minutes=301)),
    "a_planned_share_is_for_an_evening_before_a_school_day": lambda c: (agreed(c), change(PlannedShare, weekday=5)),
    "a_loan_is_of_a_minute_at_least": lambda c: loan(c, minutes=0),
    "nobody_borrows_of_oneself": lambda c: loan(c, borrower="ENGLISH"),
    "an_ask_says_who_and_when": lambda c: loan(c, asked_by=None),
    "an_answer_says_who_and_when": lambda c: loan(c, state="GRANTED", answered_at=AT),
    "only_a_settlement_needs_no_ask": lambda c: loan(c, asked_by=None, asked_at=None),
    "a_settlement_says_why": lambda c: loan(c, state="SETTLED", answered_at=AT, answered_by=c.people["chinese"]),
    "one_asks_a_colleague_once_at_a_time": lambda c: again(loan(c)),
    "sheetaddress.token": lambda c: again(SheetAddress.objects.first(), replaced_at=AT),
    "a_class_has_one_sheet_address": lambda c: again(SheetAddress.objects.first(), token="2" * 24),
    "a_school_has_one_open_choice_of_a_name": lambda c: again(choice(c)),
    "a_choice_ends_after_it_begins": lambda c: choice(c, until=SINCE),
    "an_actor_acts_once_per_key": lambda c: (published(c), again(Act.objects.filter(key__isnull=False).first())),
    "a_review_rule_is_about_one_thing": lambda c: review_rule(c, percent=10),
    "a_reviewed_share_is_a_percentage": lambda c: share(c, percent=101),
    "a_review_rule_ends_no_sooner_than_it_begins": lambda c: review_rule(c, until=EARLIER),
    "a_probation_ends": lambda c: probation(c),
    "whoever_ended_a_review_rule_did_so_at_a_time": lambda c: review_rule(c, until=TODAY, ended_at=AT),
    "a_school_asks_for_a_subject_once": lambda c: again(review_rule(c)),
    "a_school_asks_for_one_share": lambda c: again(share(c)),
    "review.publication": lambda c: again(held(c)),
    "work_is_held_only_before_its_release": lambda c: held(c, until=AT, shown_from=AT),
    "held_work_is_shown_at_its_release_or_once_it_is_passed": lambda c: held(c, shown_from=AT),
    "a_review_says_who_and_when": lambda c: returned(c, reviewer=None),
    "a_review_comes_before_the_release": lambda c: returned(c, decided_at=AT + dt.timedelta(hours=2)),
    "work_is_returned_with_a_reason": lambda c: returned(c, reason=""),
    "nobody_reviews_their_own_work": lambda c: returned(c, reviewer=c.people["maths"]),
    "a_spot_check_is_of_a_day_at_least": lambda c: drawn(c, until=SINCE),
    "a_spot_check_draws_something_from_something": lambda c: drawn(c, published=0),
    "a_draw_keeps_its_seed": lambda c: drawn(c, seed=""),
    "a_spot_check_draws_a_work_once": lambda c: again(read(c)),
    "a_finding_says_who_and_when": lambda c: read(c, read_at=None),
    "what_is_found_is_said_in_a_note": lambda c: read(c, note=""),
    "nobody_reads_their_own_work_in_a_spot_check": lambda c: read(c, read_by=c.people["maths"]),
    "a_school_signs_a_month_once": lambda c: again(signed(c)),
    "a_report_is_of_a_month": lambda c: again(signed(c), month=13),
    "a_report_holds_a_figure_once": lambda c: again(signed(c).figures.first()),
    "a_signed_figure_is_part_of_its_denominator": lambda c: again(signed(c).figures.first(), figure="new", n=99),
    "a_revision_of_the_rules_is_written_once": lambda c: again(drafted_rules(c)),
    "drafts_are_counted_from_one": lambda c: again(drafted_rules(c), version=0),
    "a_version_of_the_rules_is_adopted_once": lambda c: again(own_rules(c)),
    "versions_of_the_rules_are_counted_from_one": lambda c: again(own_rules(c), version=0),
    "the_sample_city_has_one_clock": lambda c: Clock.objects.create(pk=2, stands_at=AT),
    "a_database_holds_one_whole_city": lambda c: WholeCity.objects.create(pk=2, seed=1, schools=1),
}

BREACHES = PLACES | PEOPLE | CONDUCT | PANEL | MEASURED | MINUTES | HOURS | SIGN_UP | PROGRAMMES | DRAWS | AFTER_DRAW


# Django gives a positive column a check of its own, which SQLite comes to first: the column it names.
SHADOWED = {"an_evening_commits_no_less_than_nothing": "committed", "a_share_is_no_less_than_nothing": "right"}


def _the_evening_after() -> Evening:
    evening = Evening.objects.get()
    again(evening, date=evening.until, until=evening.until + dt.timedelta(days=1))
    return evening


def _reversed_twice() -> None:
    """The same entry given back a second time."""
    first = Entry.objects.get()
    for _ in range(2):
        again(Entry.objects.get(pk=first.pk), minutes=-20, reverses=first)
