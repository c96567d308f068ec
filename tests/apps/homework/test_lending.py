"""A part of a share is asked for, lent or not, settled or taken back: who may, what moves, what is refused."""

import datetime as dt

import pytest
from django.db.models import F

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.audit.sentences import sentence
from shuangjian.homework.models import Evening, Loan
from shuangjian.homework.operations import answer_loan, ask_loan, preview, settle_loan, take_back_ask
from shuangjian.homework.operations.planning import Target
from shuangjian.homework.queries import asks_by, asks_of, ledger_faults, loans_on
from shuangjian.homework.rules import LoanState
from shuangjian.homework.rules.lending import loan_value, read_loan_value, whom_to_ask
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.kernel.subject import Subject
from tests.apps.homework.planning import AFTER, MORNING, agreed, opened, set_by, shares_of, spec
from tests.cast import TODAY, Cast

CHINESE, MATHS, ENGLISH = Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH


def ask(cast: Cast, minutes: int = 5, at: dt.datetime = MORNING, key: str = "ask", **changed: object) -> Loan:
    """语文 asks 英语."""
    asked = {
        "by": cast.actor("chinese"),
        "lender": ENGLISH,
        "borrower": CHINESE,
        "reason": "《民间故事》30分",
    } | changed
    return ask_loan(
        at=at, class_id=cast.five_one.pk, grade=5, date=TODAY, minutes=minutes,
        request=Request.of(key, minutes=minutes), **asked,
    )  # fmt: skip


def answer(cast: Cast, loan: Loan, granted: bool, at: dt.datetime = MORNING, who: str = "english", key: str = "a"):
    by, request = cast.actor(who), Request.of(key, loan=loan.pk, granted=granted)
    return answer_loan(by=by, at=at, loan_id=loan.pk, granted=granted, request=request)


def settle(cast: Cast, who: str = "chinese", minutes: int = 5, reason: str = "明天数学测验", **changed: object) -> Loan:
    asked = {"lender": ENGLISH, "borrower": MATHS} | changed
    return settle_loan(
        by=cast.actor(who), at=MORNING, class_id=cast.five_one.pk, grade=5, date=TODAY, minutes=minutes,
        reason=reason, request=Request.of("settle", who=who), **asked,
    )  # fmt: skip


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


class TestAsking:
    def test_an_ask_moves_nothing_and_waits_for_the_colleague(self, cast: Cast):
        agreed(cast)
        ask(cast)
        assert shares_of(Evening.objects.get()) == {"CHINESE": (0, 20), "MATHEMATICS": (0, 20), "ENGLISH": (0, 10)}
        (waiting,) = asks_of(cast.actor("english"), MORNING)
        assert (waiting.borrower, waiting.minutes, waiting.asked_by) == (CHINESE, 5, "毕小满")
        assert asks_of(cast.actor("maths"), MORNING) == []
        assert [loan.state for loan in asks_by(cast.actor("chinese"), MORNING, TODAY)] == [LoanState.ASKED]

    def test_it_expires_when_the_evening_is_released(self, cast: Cast):
        agreed(cast)
        loan = ask(cast)
        assert asks_of(cast.actor("english"), AFTER) == []
        for granted in (True, False):
            with pytest.raises(Refused) as refused:
                answer(cast, loan, granted, AFTER)
            assert codes(refused) == ["SHARES_RELEASED"]
        loan.refresh_from_db()
        assert loan.state == LoanState.ASKED

    def test_the_same_form_twice_is_one_ask_and_another_is_refused(self, cast: Cast):
        agreed(cast)
        assert ask(cast).pk == ask(cast).pk
        with pytest.raises(Refused) as refused:
            ask(cast, 3, key="another")
        assert codes(refused) == ["ALREADY_ASKED"]
        assert Loan.objects.count() == 1

    def test_no_more_is_asked_for_than_is_left(self, cast: Cast):
        agreed(cast)
        set_by(cast, "english", ENGLISH, 7, MORNING)
        with pytest.raises(Refused) as refused:
            ask(cast, 5)
        assert codes(refused) == ["LESS_LEFT_TO_LEND"]
        assert "只留着3分" in refused.value.refusals[0].staff
        assert ask(cast, 3).pk

    def test_without_shares_there_is_nothing_to_ask_for(self, cast: Cast):
        with pytest.raises(Refused) as refused:
            ask(cast)
        assert codes(refused) == ["SHARES_RELEASED"]

    def test_only_the_subjects_own_teacher_asks(self, cast: Cast):
        agreed(cast)
        with pytest.raises(NotAllowed):
            ask(cast, by=cast.actor("maths"))
        for who in ("stranger", "guardian"):
            with pytest.raises(NotVisible):
                ask(cast, by=cast.actor(who))

    @pytest.mark.parametrize(
        ("field", "changed"),
        [
            ("borrower", {"lender": CHINESE}),
            ("lender", {"lender": "NOTHING"}),
            ("minutes", {"minutes": 0}),
            ("minutes", {"minutes": 301}),
            ("reason", {"reason": "写\n两行"}),
            ("reason", {"reason": "长" * 201}),
        ],
    )
    def test_what_cannot_be_is_named(self, cast: Cast, field: str, changed: dict[str, object]):
        agreed(cast)
        with pytest.raises(InvalidInput) as invalid:
            ask(cast, **{"minutes": 5} | changed)
        assert field in invalid.value.errors


class TestAnswering:
    def test_granted_it_moves_the_right_and_the_borrower_can_use_it(self, cast: Cast):
        agreed(cast)
        set_by(cast, "maths", MATHS, 25, MORNING)
        assert not set_by(cast, "chinese", CHINESE, 30, MORNING).published
        assert answer(cast, ask(cast), True).state == LoanState.GRANTED
        assert shares_of(Evening.objects.get())["ENGLISH"] == (0, 5)
        assert set_by(cast, "chinese", CHINESE, 30, MORNING).published
        assert ledger_faults() == []

    def test_declined_it_moves_nothing_and_may_be_asked_again(self, cast: Cast):
        agreed(cast)
        assert answer(cast, ask(cast), False).state == LoanState.DECLINED
        assert shares_of(Evening.objects.get())["ENGLISH"] == (0, 10)
        assert ask(cast, 3, key="again").pk

    def test_where_the_borrower_stood_above_its_right_minutes_go_back_to_the_pool(self, cast: Cast):
        agreed(cast)
        set_by(cast, "chinese", CHINESE, 24, MORNING)
        before = Evening.objects.get().obligated
        answer(cast, ask(cast, 6), True)
        assert Evening.objects.get().obligated == before - 4
        assert ledger_faults() == []

    def test_to_a_subject_that_had_no_share(self, cast: Cast):
        agreed(cast)
        settle(cast, "grade_head", lender=ENGLISH, borrower=CHINESE)
        opened(cast)
        assert shares_of(Evening.objects.get())["CHINESE"] == (0, 25)

    def test_the_first_answer_counts(self, cast: Cast):
        agreed(cast)
        loan = ask(cast)
        answer(cast, loan, True)
        assert answer(cast, loan, True).state == LoanState.GRANTED  # the same form once more
        with pytest.raises(Refused) as refused:
            answer(cast, loan, False, key="b")
        assert codes(refused) == ["ALREADY_ANSWERED"]
        assert shares_of(Evening.objects.get())["ENGLISH"] == (0, 5)

    def test_what_the_lender_has_used_meanwhile_is_not_lent_and_the_ask_stands(self, cast: Cast):
        agreed(cast)
        loan = ask(cast, 8)
        set_by(cast, "english", ENGLISH, 5, MORNING)
        with pytest.raises(Refused) as refused:
            answer(cast, loan, True)
        assert codes(refused) == ["LESS_LEFT_TO_LEND"]
        loan.refresh_from_db()
        assert loan.state == LoanState.ASKED
        assert ledger_faults() == []

    def test_only_the_lenders_teacher_answers_and_only_the_borrowers_takes_back(self, cast: Cast):
        agreed(cast)
        loan = ask(cast)
        for who, error in (("chinese", NotAllowed), ("maths", NotAllowed), ("stranger", NotVisible)):
            with pytest.raises(error):
                answer(cast, loan, True, who=who)
        with pytest.raises(NotAllowed):
            take_back_ask(by=cast.actor("english"), at=MORNING, loan_id=loan.pk, request=Request.of("t"))
        taken = take_back_ask(by=cast.actor("chinese"), at=MORNING, loan_id=loan.pk, request=Request.of("t"))
        assert taken.state == LoanState.TAKEN_BACK
        assert asks_of(cast.actor("english"), MORNING) == []


class TestSettling:
    @pytest.mark.parametrize("who", ["chinese", "grade_head"])
    def test_the_homeroom_teacher_and_the_head_of_the_grade_settle_with_a_reason(self, cast: Cast, who: str):
        agreed(cast)
        loan = settle(cast, who)
        assert (loan.state, loan.answer, loan.asked_at) == (LoanState.SETTLED, "明天数学测验", None)
        assert shares_of(Evening.objects.get())["MATHEMATICS"] == (0, 25)
        (seen,) = loans_on([cast.five_one.pk], [TODAY], MORNING)
        assert (seen.answered_by, seen.lender, seen.borrower) == (loan.answered_by.name, ENGLISH, MATHS)

    def test_an_ask_that_waits_is_settled_by_it(self, cast: Cast):
        agreed(cast)
        asked = ask(cast)
        settled = settle(cast, "grade_head", minutes=4, borrower=CHINESE)
        assert (settled.pk, settled.minutes, settled.state) == (asked.pk, 4, LoanState.SETTLED)
        settled.refresh_from_db()
        assert settled.asked_by_id == cast.people["chinese"].pk
        assert ledger_faults() == []

    def test_without_a_reason_nothing_is_settled(self, cast: Cast):
        agreed(cast)
        with pytest.raises(InvalidInput) as invalid:
            settle(cast, reason="  ")
        assert "reason" in invalid.value.errors
        assert not Loan.objects.exists()

    @pytest.mark.parametrize(("who", "error"), [("maths", NotAllowed), ("academic", NotAllowed), ("lower", NotVisible)])
    def test_nobody_else_settles(self, cast: Cast, who: str, error: type[Exception]):
        agreed(cast)
        with pytest.raises(error):
            settle(cast, who)

    def test_a_subject_that_nobody_teaches_there_gets_nothing(self, cast: Cast):
        agreed(cast)
        with pytest.raises(InvalidInput):
            settle(cast, borrower=Subject.SCIENCE)


class TestTheRecord:
    def test_every_act_says_who_what_and_why(self, cast: Cast):
        agreed(cast)
        loan = ask(cast)
        answer(cast, loan, True)
        settle(cast)
        said = [sentence(act) for act in Act.objects.filter(on_kind="loan").order_by("pk")]
        assert said == [
            "毕小满（学科教师）为五（1）班2026年9月17日的语文向英语借5分。",
            "鲁菲（学科教师）同意了：五（1）班2026年9月17日英语借出5分给语文。",
            "毕小满（班主任）定了：五（1）班2026年9月17日英语让出5分给数学，因为明天数学测验。",
        ]


class TestTheRefusal:
    def refusal(self, cast: Cast, minutes: int, at: dt.datetime = MORNING):
        (shown,) = preview(
            by=cast.actor("chinese"), at=at, spec=spec(CHINESE, minutes),
            targets=[Target(cast.five_one.pk, 5, (TODAY,))],
        )  # fmt: skip
        return shown.refusals[0] if shown.refusals else None

    def test_says_ones_own_the_pool_who_holds_the_rest_and_until_when(self, cast: Cast):
        agreed(cast)
        found = self.refusal(cast, 35)
        assert found is not None
        assert "语文最多还能用30分，多5分" in found.staff
        assert "语文自己的份额还有20分，公用的10分；数学留着20分，英语留着10分，到15:30放出" in found.staff
        ways = {way.label: way for way in found.ways if way.act == "ASK_LOAN"}
        assert list(ways) == ["向数学借5分", "向英语借5分"]
        assert ways["向英语借5分"].values == {"loan": f"{cast.five_one.pk}-5-2026-09-17-ENGLISH-5"}
        assert any(way.act == "WAIT" for way in found.ways)

    def test_after_the_release_there_is_nobody_to_ask(self, cast: Cast):
        agreed(cast)
        assert self.refusal(cast, 60, AFTER) is None
        found = self.refusal(cast, 61, AFTER)
        assert found is not None
        assert not {"ASK_LOAN", "WAIT"} & {way.act for way in found.ways}
        assert "留着" not in found.staff

    def test_who_to_ask(self):
        holders = [(MATHS, 20), (ENGLISH, 10)]
        assert whom_to_ask(holders, 10) == [(MATHS, 10), (ENGLISH, 10)]
        assert whom_to_ask(holders, 15) == [(MATHS, 15)]
        assert whom_to_ask(holders, 25) == [(MATHS, 20), (ENGLISH, 5)]
        assert whom_to_ask(holders, 31) == []

    @pytest.mark.parametrize(
        "typed", ["", "1-5", "1-5-2026-13-01-ENGLISH-5", "a-5-2026-09-17-ENGLISH-5", "1-5-2026-09-17-X-5"]
    )
    def test_what_is_no_ask_is_read_as_none(self, typed: str):
        assert read_loan_value(typed) is None
        assert read_loan_value(loan_value(17, 5, TODAY, ENGLISH, 5)) == (17, 5, TODAY, ENGLISH, 5)


def test_the_ledger_sees_a_right_that_was_changed_past_it(cast: Cast):
    agreed(cast)
    opened(cast)
    assert ledger_faults() == []
    Evening.objects.update(obligated=F("obligated") - 1)
    assert len(ledger_faults()) == 1
