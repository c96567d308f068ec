"""Drafting and adopting a school's own rules: who may, what is kept, and what holds on a day."""

import datetime as dt

import pytest

from shuangjian import rulebook
from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.audit.sentences import sentence
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible, Refused
from shuangjian.policy.models import AdoptedRules, RulesDraft
from shuangjian.policy.operations import DraftOvertaken
from shuangjian.policy.queries import (
    agreements_of,
    proposed_text,
    rules_since,
    sentence_for,
    text_begun_with,
    version_on,
    versions_ahead,
    versions_of,
)
from shuangjian.policy.rules import CHOICES, REQUIRED, Agreement, ChoiceKind, check_text
from tests.apps.policy.own_rules import ASSIGNING, CAP, TOMORROW, WEEKEND, adopt, adopted, now, save, text
from tests.cast import AT, TODAY, Cast

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 8)


def code_of(refused: Refused) -> str:
    return refused.refusals[0].code


@pytest.mark.parametrize("which", ["school", "other_school", "village"])
def test_a_proposal_is_complete_cites_its_grounds_and_could_be_adopted(cast: Cast, which: str) -> None:
    proposed = proposed_text(cast.facts(getattr(cast, which)), TODAY)
    check_text(proposed)
    assert tuple(section.kind for section in proposed.sections if section.articles) == REQUIRED
    cited = [article for article in proposed.articles if "（" in article.text]
    assert len(cited) >= len(proposed.articles) - 2
    written = "".join(article.text for article in proposed.articles)
    assert ("一、二年级" in written) == (which != "other_school")
    assert ("90分钟" in written) == (which == "other_school")


@pytest.mark.parametrize("kind", CHOICES, ids=[kind.name for kind in CHOICES])
def test_every_choice_of_a_school_can_be_stated_in_an_article(kind: ChoiceKind):
    rule = rulebook.load().choice_rule(kind.name)
    assert rule.label(rule.least or 1) in sentence_for(kind.name, rule.least or 1)


def test_a_proposal_states_what_the_school_has_chosen_and_agrees_with_it(cast: Cast) -> None:
    for name, value in ((CAP, 50), (WEEKEND, 45), ("homework/no_homework_weekday", 3), ("homework/copies", 4)):
        state_choice(
            by=cast.actor("principal"), at=AT, school=cast.facts(), name=name, value=value, title="作业管理办法",
            article="", since=TOMORROW,
        )  # fmt: skip
    proposed = proposed_text(cast.facts(), TODAY)
    said = {one.name: proposed.article(one.article).text for one in proposed.stated}  # type: ignore[union-attr]
    assert {name: words for name, words in said.items() if words.count("50分钟") or words.count("星期三")} == {
        CAP: "三年级以上，本校每天的书面作业各科合起来不超过50分钟，比规定更少。",
        "homework/no_homework_weekday": "每个星期三的晚上不布置书面作业。",
    }
    found = agreements_of(cast.school.pk, proposed, TOMORROW)
    assert {one.agreement for one in found} == {Agreement.OTHER_ARTICLE}
    assert len(found) == 4


def test_every_saved_revision_is_kept_and_the_last_is_the_draft(cast: Cast) -> None:
    assert (now(cast).version, now(cast).revision) == (1, 0)
    save(cast, text(MARKING=("第一稿。",)))
    save(cast, text(MARKING=("第二稿。",)), who="principal")
    assert [row.text["sections"][1]["articles"] for row in RulesDraft.objects.order_by("revision")] == [
        ["第一稿。"],
        ["第二稿。"],
    ]
    assert now(cast).saved_by == "葛青"
    assert text_begun_with(cast.facts(), TODAY, 1, 1) == text(MARKING=("第一稿。",))
    assert text_begun_with(cast.facts(), TODAY, 1, 0) == proposed_text(cast.facts(), TODAY)
    assert text_begun_with(cast.facts(), TODAY, 7, 3) is None
    act = Act.objects.filter(name="policy.draft_rules").latest("pk")
    assert sentence(act) == "葛青（校长）存了《青枣路小学作业管理办法》第1版的第2稿。"


def test_the_second_of_two_who_began_with_one_revision_is_told_and_nothing_is_lost(cast: Cast) -> None:
    save(cast, text())
    save(cast, text(MARKING=("他的。",)), who="principal")
    with pytest.raises(DraftOvertaken) as late:
        save(cast, text(MARKING=("我的。",)), began_with=(1, 1), request=Request.of("late"))
    assert code_of(late.value) == "DRAFT_OVERTAKEN"
    assert late.value.draft.text == text(MARKING=("他的。",))
    assert "葛青16:20存了第2稿" in str(late.value)
    assert RulesDraft.objects.count() == 2


def test_the_same_form_twice_is_one_revision_and_one_version(cast: Cast) -> None:
    for _ in range(2):
        assert save(cast, text(), request=Request.of("save"), began_with=(1, 0)).revision == 1
    for _ in range(2):
        assert adopt(cast, request=Request.of("adopt"), read=(1, 1)).version == 1
    assert (RulesDraft.objects.count(), AdoptedRules.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("maths", NotAllowed),
        ("grade_head", NotAllowed),
        ("county_officer", NotAllowed),
        ("other_principal", NotVisible),
        ("guardian", NotVisible),
    ],
)
def test_only_the_leaders_write_and_only_the_principal_adopts(cast: Cast, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        save(cast, text(), who=who)
    save(cast, text())
    with pytest.raises(refusal):
        adopt(cast, who=who)
    with pytest.raises(NotAllowed, match="由校长采用"):
        adopt(cast, who="academic")
    assert not AdoptedRules.objects.exists()


def test_a_version_holds_from_its_day_until_the_next_one_holds(cast: Cast) -> None:
    adopted(cast)
    adopted(cast, text(MARKING=("当面批改。",)), since=OCTOBER)
    versions = versions_of(cast.school.pk)
    assert [(v.number, v.since, v.until) for v in versions] == [(2, OCTOBER, None), (1, TOMORROW, OCTOBER)]
    assert version_on(versions, TODAY) is None
    assert version_on(versions, TOMORROW).number == 1  # type: ignore[union-attr]
    assert version_on(versions, OCTOBER).number == 2  # type: ignore[union-attr]
    assert [v.number for v in versions_ahead(versions, TOMORROW)] == [2]
    act = Act.objects.filter(name="policy.adopt_rules").earliest("pk")
    assert sentence(act) == "葛青（校长）采用了《青枣路小学作业管理办法》第1版，共5条，从2026年9月18日起。"


def test_a_version_adopted_later_for_an_earlier_day_takes_the_place_of_one_that_never_held(cast: Cast) -> None:
    adopted(cast, since=OCTOBER)
    adopted(cast, text(MARKING=("当面批改。",)), since=TOMORROW)
    versions = versions_of(cast.school.pk)
    assert [(v.number, v.since, v.until) for v in versions] == [(2, TOMORROW, None), (1, OCTOBER, OCTOBER)]
    assert version_on(versions, OCTOBER).number == 2  # type: ignore[union-attr]
    assert [v.number for v in versions_ahead(versions, TODAY)] == [2]
    assert rules_since("/", OCTOBER) == {cast.school.pk: TOMORROW}
    assert rules_since("/", TODAY) == {}


def test_the_next_draft_begins_with_the_version_before(cast: Cast) -> None:
    adopted(cast)
    assert (now(cast).version, now(cast).revision, now(cast).text) == (2, 0, text())
    assert text_begun_with(cast.facts(), TODAY, 2, 0) == text()
    with pytest.raises(DraftOvertaken, match="已经采用了前一稿"):
        save(cast, text(MARKING=("晚了。",)), began_with=(1, 1), request=Request.of("late"))


def test_what_the_principal_has_not_read_is_not_adopted(cast: Cast) -> None:
    with pytest.raises(DraftOvertaken):
        adopt(cast)
    save(cast, text())
    save(cast, text(MARKING=("后来改的。",)))
    with pytest.raises(DraftOvertaken):
        adopt(cast, read=(1, 1))
    assert not AdoptedRules.objects.exists()


def test_a_text_without_a_section_that_is_unchanged_or_for_today_is_not_adopted(cast: Cast) -> None:
    save(cast, text(MARKING=(), DISPLAY=()))
    with pytest.raises(Refused, match="批改、公示与展示一条也没有写") as missing:
        adopt(cast)
    assert code_of(missing.value) == "RULES_LACK_A_SECTION"
    assert missing.value.refusals[0].clauses[0].rule == "homework/school_rules"
    save(cast, text())
    with pytest.raises(InvalidInput, match="请选明天或以后"):
        adopt(cast, since=TODAY)
    adopt(cast)
    save(cast, text())
    with pytest.raises(Refused) as same:
        adopt(cast, since=OCTOBER)
    assert code_of(same.value) == "RULES_UNCHANGED"


def test_what_text_and_choices_say_is_compared_on_the_day(cast: Cast) -> None:
    adopted(cast)
    assert {one.agreement for one in agreements_of(cast.school.pk, text(), TOMORROW)} == {Agreement.NOT_SET}
    state_choice(
        by=cast.actor("principal"), at=AT, school=cast.facts(), name=CAP, value=50, title="作业管理办法",
        article="第2条", since=TOMORROW,
    )  # fmt: skip
    found = {one.name: one.agreement for one in agreements_of(cast.school.pk, text(), TOMORROW)}
    assert found == {CAP: Agreement.AGREES, WEEKEND: Agreement.NOT_SET}
    without = text(ASSIGNING=ASSIGNING[:1])
    assert agreements_of(cast.school.pk, without, TOMORROW)[0].agreement is Agreement.NOT_WRITTEN
