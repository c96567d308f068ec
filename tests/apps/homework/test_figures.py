"""Figures: each equals what is counted apart from it, opens exactly its rows, and costs the same however many."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from shuangjian.homework.figures import BY_ID, AttemptFact, Scope, measured, rows_behind, scope_of
from shuangjian.homework.models import Appeal, Assignment, Entry, Evening, Loan, Publication, Share, Tier
from shuangjian.homework.queries import EveningCount, evenings_on
from tests.apps.homework.month import SHEET, THURSDAY, live, moment, put
from tests.cast import SINCE, TODAY, Cast
from tests.conftest import ROOT
from tests.desks.places import add_classes

SCHOOL_DAYS = 4 + 5 + 4  # from 1 to 17 September: no official day off among them
CLASSES = 3
UNTIL = THURSDAY + dt.timedelta(days=1)


@pytest.fixture
def lived(db: None, cast: Cast) -> Cast:
    live(cast)
    return cast


def september(cast: Cast) -> Scope:
    return scope_of(cast.facts(), SINCE, UNTIL)


def numbers(scope: Scope) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.figure.id, one.part): (one.n, one.of) for one in measured(scope)}


def test_figures_of_evenings_equal_an_independent_recount(lived: Cast) -> None:
    found = numbers(september(lived))
    evenings = Evening.objects.filter(school=lived.school)
    everything, upper = CLASSES * SCHOOL_DAYS, (CLASSES - 1) * SCHOOL_DAYS
    written, full = evenings.filter(committed__gt=0).count(), sum(e.committed == e.cap > 0 for e in evenings)
    assert (written, full) == (5, 1)
    assert found["evenings_written", ""] == (written, everything)
    assert found["evenings_full", ""] == (full, upper)
    assert found["evenings_closed", ""] == (SCHOOL_DAYS, everything)
    assert found["evenings_provisional", ""] == (0, everything)
    assert found["evenings_outweighed", ""] == (1, everything)  # 五（1） on Thursday: reading, and nothing written


def test_evenings_are_the_same_as_in_the_overview_of_each_of_their_days(lived: Cast) -> None:
    days = [SINCE + dt.timedelta(days=n) for n in range((UNTIL - SINCE).days)]
    each = [evening for day in days for evening in evenings_on(lived.city.path, day).evenings]
    found = numbers(Scope(lived.city.path, SINCE, UNTIL))
    assert found["evenings_written", ""] == (len(EveningCount.WRITTEN.among(each)), len(each))
    assert found["evenings_full", ""] == (len(EveningCount.FULL.among(each)), len(EveningCount.OPEN.among(each)))


def test_figures_of_work_equal_an_independent_recount(lived: Cast) -> None:
    found = numbers(september(lived))
    entries = Entry.objects.filter(school=lived.school, reverses=None)
    standing = entries.filter(publication__state="PUBLISHED")
    shares = dict(Share.objects.filter(school=lived.school).values_list("subject").annotate(Sum("committed")))
    minutes = {subject: n for subject, n in shares.items() if n}
    assert len(minutes) == 3
    assert {part: n for (id, part), (n, _) in found.items() if id == "minutes_by_subject"} == minutes
    assert found["minutes_by_subject", "CHINESE"][1] == sum(minutes.values())
    for form in ("WRITTEN", "READING", "ORAL", "IN_SCHOOL"):
        n = standing.filter(publication__assignment__form=form).count()
        assert n
        assert found["forms", form] == (n, standing.count())
    tiered = [e for e in standing if Tier.objects.filter(assignment__publications=e.publication).count() > 1]
    assert found["tiers", "LEVELS"] == (len(tiered), standing.count())
    assert found["tiers", "ONE"] == (standing.count() - len(tiered), standing.count())
    bare = Assignment.objects.filter(competency="", publications__state="PUBLISHED").count()
    assert found["without_competency", ""] == (bare, standing.count())
    assert found["withdrawn", ""] == (Publication.objects.filter(state="WITHDRAWN").count(), entries.count())
    assert found["amended", ""] == (Publication.objects.filter(state="AMENDED").count(), entries.count())
    assert (found["withdrawn", ""][0], found["amended", ""][0], found["published_late", ""][0]) == (1, 2, 1)


def test_work_is_late_from_five_in_the_afternoon_of_the_day_its_evening_begins(cast: Cast) -> None:
    for time, late in (("16:59", 0), ("17:00", 1)):
        put(cast, "maths", SHEET, THURSDAY, cast.five_one if late else cast.five_two, time=time)
        assert numbers(september(cast))["published_late", ""][0] == late


def test_refusals_are_counted_by_class_and_by_reason(lived: Cast) -> None:
    found = numbers(september(lived))
    assert found["refused", ""] == (1, 1 + Publication.objects.filter(school=lived.school).count())
    assert found["refused_why", "OVER_CAP"] == (1, 1)
    (row,) = rows_behind(september(lived), BY_ID["refused_why"], "OVER_CAP")
    assert (row.class_id, row.label) == (lived.five_one.pk, "五（1）班")
    assert "五（1）班放不下" in row.words


def test_loans_are_counted_in_minutes_and_settlements_say_why(lived: Cast) -> None:
    found = numbers(september(lived))
    assert found["minutes_lent", ""] == (5 + 10, sum(Loan.objects.values_list("minutes", flat=True)))
    assert found["settled", ""] == (1, Loan.objects.count())
    (row,) = rows_behind(september(lived), BY_ID["settled"])
    assert row.words == "科学向语文借10分，定了：明天有实验"


def test_an_appeal_that_was_allowed_is_an_override_and_says_why(lived: Cast) -> None:
    assert numbers(september(lived))["appeals_allowed", ""] == (1, Appeal.objects.count())
    (row,) = rows_behind(september(lived), BY_ID["appeals_allowed"])
    assert (row.label, row.words) == ("五（1）班", "数学《位置》，要家长检查批改，放行：题里引的")


def test_every_reason_that_an_act_of_publishing_can_give_has_its_words() -> None:
    written = (ROOT / "docs/refusals.md").read_text(encoding="utf-8").split("## Shares and plans")[0]
    never_of_publishing = {"NO_LONGER_STANDING", "NOTHING_TO_APPEAL", "APPEAL_WAITS", "APPEAL_ANSWERED"}
    never_of_publishing |= {"KEEPS_CHANGING"}  # no class is refused: nothing was decided, and nothing is recorded
    codes = set(re.findall(r"^\| `([A-Z_]+)`", written, re.MULTILINE)) - never_of_publishing
    assert len(codes) > 15
    why = BY_ID["refused_why"]
    for code in codes:
        attempt = AttemptFact(1, "五（1）班", 5, TODAY, "位置", moment(THURSDAY), ((code, "…"),))
        assert why.parts_of(attempt) == (code,)
        assert why.label_of(code) != "别的原因"
    assert why.parts_of(replace(attempt, reasons=(("NEW", "…"), ("NEWER", "…")))) == ("OTHER",)


def test_every_numerator_is_within_its_denominator_and_adds_up_from_its_rows(lived: Cast) -> None:
    scope = september(lived)
    found = measured(scope)
    assert {one.figure.id for one in found} == set(BY_ID)
    assert sum(one.n > 0 for one in found) > 15
    for one in found:
        rows = rows_behind(scope, one.figure, one.part)
        assert one.n <= one.of, one
        assert sum(one.figure.of(row) for row in rows) == one.n, one
        if one.figure.unit != "分":
            assert len(rows) == one.n, one
        assert all(row.words and row.label for row in rows)


def test_a_scope_takes_its_own_grades_days_and_places_and_nothing_else(lived: Cast) -> None:
    whole, first = september(lived), frozenset({1})
    assert numbers(scope_of(lived.facts(), SINCE, UNTIL, first))["forms", "IN_SCHOOL"] == (1, 1)
    assert numbers(scope_of(lived.facts(), UNTIL, UNTIL))["evenings_written", ""] == (0, 0)
    assert numbers(scope_of(lived.facts(lived.other_school), SINCE, UNTIL))["withdrawn", ""] == (0, 0)
    assert numbers(Scope(whole.path, SINCE, UNTIL)) == numbers(whole)  # by its path as by its key
    days = [numbers(scope_of(lived.facts(), SINCE + dt.timedelta(n), SINCE + dt.timedelta(n + 1))) for n in range(17)]
    for figure in ("evenings_written", "evenings_full", "withdrawn", "refused", "minutes_lent"):
        n, of = numbers(whole)[figure, ""]
        assert (sum(day[figure, ""][0] for day in days), sum(day[figure, ""][1] for day in days)) == (n, of)


def test_what_figures_cost_does_not_grow_with_classes_days_or_work(lived: Cast) -> None:
    def cost(scope: Scope) -> int:
        with CaptureQueriesContext(connection) as queries:
            measured(scope)
        return len(queries)

    before = cost(september(lived))
    add_classes(lived.school, 2, 3, 4, 6)
    put(lived, "maths", SHEET, dt.date(2026, 9, 14), lived.five_one, lived.five_two)
    assert cost(september(lived)) == before
    assert cost(Scope(lived.city.path, SINCE, dt.date(2026, 12, 1))) == before
    assert before <= 20
