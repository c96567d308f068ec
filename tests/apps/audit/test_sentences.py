"""The record in words: an example for every act, read as people read it."""

import datetime as dt

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.sentences import OF_A_PLACE, OF_ONESELF, SENTENCES, sentence
from shuangjian.policy.queries import choice_words
from tests.apps.audit.after_draw_examples import AFTER_DRAW
from tests.apps.audit.draw_examples import DRAWS
from tests.apps.audit.hours_examples import HOURS
from tests.apps.audit.large_work_examples import LARGE_WORK
from tests.apps.audit.minutes_told import MINUTES
from tests.apps.audit.panel_examples import PANEL
from tests.apps.audit.service_examples import SERVICE
from tests.apps.audit.told import Told, teacher
from tests.cast import Cast

CLASSES = {7: "五（1）班"}


PLAN = {"version": 2, "since": "2026-09-14", "until": "2027-01-23"}
LOAN = {"lender": "英语", "borrower": "数学", "minutes": 5, "date": "2026-09-17", "reason": "明天单元复习"}

EXAMPLES = [
    *SERVICE,
    *MINUTES,
    *AFTER_DRAW,
    *LARGE_WORK,
    (
        teacher(
            "homework.publish",
            on_label="民间故事",
            after={"subject": "语文", "minutes": 30, "published": ["五（1）班"], "large": "大作文"},
        ),
        "沈岚（学科教师）布置了语文《民间故事》，发布到五（1）班，按30分计（大作文）。",
    ),
    (
        teacher(
            "homework.publish",
            on_label="位置",
            after={"subject": "数学", "minutes": 20, "published": ["五（1）班", "五（2）班"], "refused": ["五（3）班"]},
        ),
        "沈岚（学科教师）布置了数学《位置》，发布到五（1）班、五（2）班，按20分计；五（3）班没有放下。",
    ),
    (
        teacher(
            "homework.publish", on_label="位置", after={"subject": "数学", "minutes": 20, "refused": ["五（3）班"]}
        ),
        "沈岚（学科教师）布置了数学《位置》，五（3）班没有放下。",
    ),
    (
        teacher("homework.amend", on_label="位置", after={"subject": "数学", "minutes": 0, "published": ["五（1）班"]}),
        "沈岚（学科教师）改了数学《位置》，发布到五（1）班，不计分钟。",
    ),
    (
        Told(
            "homework.withdraw",
            on_label="位置",
            class_id=7,
            before={"minutes": 20},
            after={"subject": "数学", "reason": "停电"},
        ),
        "龚平（教务处）从五（1）班撤回了数学《位置》（20分）：停电。",
    ),
    (
        teacher(
            "homework.appeal",
            on_label="位置",
            after={"check": "重复抄写", "subject": "数学", "reason": "三遍是三种画法"},
        ),
        "沈岚（学科教师）说数学《位置》的“重复抄写”说得不对，送教务处看：三遍是三种画法。",
    ),
    (
        Told("homework.allow_text", on_label="位置", after={"check": "重复抄写", "subject": "数学", "why": "画法不同"}),
        "龚平（教务处）放行了数学《位置》（“重复抄写”说得不对）：画法不同。",
    ),
    (
        Told(
            "homework.uphold_check", on_label="位置", after={"check": "重复抄写", "subject": "数学", "why": "画法一样"}
        ),
        "龚平（教务处）维持了数学《位置》的“重复抄写”：画法一样。",
    ),
    (
        Told("homework.propose_plan", "邵群", "GRADE_HEAD", on_label="五年级", after=PLAN),
        "邵群（年级组长）给五年级拟了学期作业计划，第2稿。",
    ),
    (
        Told("homework.save_plan", "邵群", "GRADE_HEAD", on_label="五年级", after=PLAN),
        "邵群（年级组长）改了五年级学期作业计划的第2稿。",
    ),
    (
        Told("homework.agree_plan", "邵群", "GRADE_HEAD", on_label="五年级", after=PLAN),
        "邵群（年级组长）定了五年级的学期作业计划（第2稿），从2026年9月14日起。",
    ),
    (
        teacher("homework.ask_loan", on_label="五（1）班", after=LOAN),
        "沈岚（学科教师）为五（1）班2026年9月17日的数学向英语借5分。",
    ),
    (
        Told("homework.grant_loan", "祝安", "SUBJECT_TEACHER", on_label="五（1）班", after=LOAN),
        "祝安（学科教师）同意了：五（1）班2026年9月17日英语借出5分给数学。",
    ),
    (
        Told("homework.decline_loan", "祝安", "SUBJECT_TEACHER", on_label="五（1）班", after=LOAN),
        "祝安（学科教师）没有同意：五（1）班2026年9月17日英语借5分给数学。",
    ),
    (
        Told("homework.settle_loan", "毕小满", "HOMEROOM", on_label="五（1）班", after=LOAN),
        "毕小满（班主任）定了：五（1）班2026年9月17日英语让出5分给数学，因为明天单元复习。",
    ),
    (
        teacher("homework.take_back_ask", on_label="五（1）班", after=LOAN),
        "沈岚（学科教师）不再为五（1）班2026年9月17日的数学向英语借5分。",
    ),
    (
        Told("people.load_guardians", "命令行", "OPERATOR", after={"guardians": 38}),
        "命令行（系统维护）整批绑定了38位家长和孩子。",
    ),
    (
        Told(
            "homework.load_day",
            "命令行",
            "OPERATOR",
            after={"date": "2026-09-17", "assignments": 12, "evenings": 6, "minutes": 310},
        ),
        "命令行（系统维护）整批录入了2026年9月17日的作业：12份，放在6个班晚上，共310分。",
    ),
    (
        teacher(
            "people.issue_token",
            on_label="教务系统",
            after={"person": "沈岚", "scopes": ["读作业", "写作业"], "until": "2027-03-16"},
        ),
        "沈岚（学科教师）给沈岚开了“教务系统”的令牌，可以读作业、写作业，到2027年3月16日。",
    ),
    (
        Told("people.revoke_token", on_label="教务系统", after={"person": "沈岚"}),
        "龚平（教务处）停用了沈岚的令牌“教务系统”。",
    ),
    (
        Told("homework.replace_sheet_address", "毕小满", "HOMEROOM", on_label="五（1）班"),
        "毕小满（班主任）换了五（1）班作业单的地址，旧地址不再能打开。",
    ),
    (Told("people.add_staff", "命令行", "OPERATOR", on_label="祝安"), "命令行（系统维护）把祝安加进了人员名单。"),
    (Told("people.open_account", on_label="祝安"), "龚平（教务处）给祝安开了账号。"),
    (Told("people.renew_password", on_label="祝安"), "龚平（教务处）给祝安换了初始密码。"),
    (
        Told("people.appoint", on_label="祝安", class_id=7, after={"role": "HOMEROOM", "since": "2026-10-08"}),
        "龚平（教务处）请祝安任五（1）班班主任，从2026年10月8日起。",
    ),
    (
        Told("people.appoint", on_label="祝安", after={"role": "GRADE_HEAD", "cohort": 2022, "since": "2026-09-17"}),
        "龚平（教务处）请祝安任五年级组长，从2026年9月17日起。",
    ),
    (
        Told(
            "people.appoint",
            on_label="单敏",
            after={"role": "COUNTY_OFFICER", "office": "BASIC_EDUCATION", "since": "2026-09-17"},
        ),
        "龚平（教务处）请单敏到县区教育局基础教育科任职，从2026年9月17日起。",
    ),
    (
        Told("people.appoint", on_label="葛青", after={"role": "PRINCIPAL", "since": "2026-09-17"}),
        "龚平（教务处）请葛青任校长，从2026年9月17日起。",
    ),
    (
        Told(
            "people.assign_teaching",
            on_label="祝安",
            class_id=7,
            after={"subject": "MATHEMATICS", "since": "2026-09-17"},
        ),
        "龚平（教务处）定了祝安教五（1）班数学，从2026年9月17日起。",
    ),
    (
        Told("people.issue_slips", "毕小满", "HOMEROOM", class_id=7, after={"slips": 3}),
        "毕小满（班主任）给五（1）班发了3张入户条。",
    ),
    (
        Told("people.replace_slip", "毕小满", "HOMEROOM", class_id=7, after={"slips": 1}),
        "毕小满（班主任）给五（1）班换了1张入户条，旧的作废。",
    ),
    (Told("people.claim_slip", "家长", ""), "家长用入户条绑定了一个孩子。"),
    (Told("people.leave_family_page", "家长", "GUARDIAN"), "家长不再看一个孩子的页面，绑定已解除。"),
    (Told("people.change_password"), "龚平（教务处）换了自己的密码。"),
    (Told("people.sign_in"), "龚平（教务处）登录。"),
    (Told("people.sign_out"), "龚平（教务处）退出。"),
    (
        Told(
            "policy.state_choice",
            before={"value": 50},
            after={"choice": "homework/written_minutes", "value": 45, "since": "2026-10-08", "title": "《作业办法》"},
        ),
        "龚平（教务处）按本校《作业办法》定了每天书面作业的上限：45分钟，从2026年10月8日起，"
        "原来是每天书面作业的上限：50分钟。",
    ),
    (
        Told(
            "policy.end_choice",
            before={"value": 2},
            after={"choice": "homework/no_homework_weekday", "until": "2026-10-08"},
        ),
        "龚平（教务处）停用了每周无书面作业日：星期二，从2026年10月8日起按规定。",
    ),
    (
        Told(
            "policy.draft_rules",
            on_label="青枣路小学作业管理办法",
            after={"title": "作业管理办法", "version": 2, "revision": 3},
        ),
        "龚平（教务处）存了《青枣路小学作业管理办法》第2版的第3稿。",
    ),
    (
        Told(
            "policy.adopt_rules",
            "葛青",
            "PRINCIPAL",
            on_label="青枣路小学作业管理办法",
            after={"title": "作业管理办法", "version": 2, "since": "2026-10-08", "articles": 18},
        ),
        "葛青（校长）采用了《青枣路小学作业管理办法》第2版，共18条，从2026年10月8日起。",
    ),
    (
        Told(
            "people.join_leading_group",
            on_label="任可",
            before={"duty": None},
            after={"duty": "GRADE_GROUP", "since": "2026-10-08"},
        ),
        "龚平（教务处）请任可在作业管理领导小组任年级组，从2026年10月8日起。",
    ),
    (
        Told(
            "people.leave_leading_group",
            on_label="任可",
            before={"duty": "DEPUTY"},
            after={"until": "2026-10-08"},
        ),
        "龚平（教务处）请任可不再任作业管理领导小组的副组长，从2026年10月8日起。",
    ),
    (Told("schools.add_place", "命令行", "OPERATOR", on_label="范县"), "命令行（系统维护）新设了范县。"),
    (
        Told("schools.set_term", on_label="濮阳市", after={"since": "2026-09-01", "until": "2027-01-23"}),
        "龚平（教务处）定了濮阳市的学期，从2026年9月1日到2027年1月23日前一天。",
    ),
    (
        Told(
            "schools.state_local_day",
            on_label="青枣路小学",
            after={"date": "2026-09-21", "is_school_day": False, "reason": "停电"},
        ),
        "龚平（教务处）定了青枣路小学2026年9月21日停课：停电。",
    ),
    (
        teacher(
            "homework.publish",
            on_label="位置",
            after={"subject": "数学", "minutes": 20, "published": ["五（1）班"], "held": ["五（1）班"]},
        ),
        "沈岚（学科教师）布置了数学《位置》，发布到五（1）班，按20分计；五（1）班先审核。",
    ),
    (
        Told("homework.pass_review", on_label="位置", class_id=7, after={"subject": "数学", "minutes": 20}),
        "龚平（教务处）审过了五（1）班的数学《位置》（20分），家长可以看了。",
    ),
    (
        Told(
            "homework.return_work",
            on_label="位置",
            class_id=7,
            after={"subject": "数学", "minutes": 20, "reason": "写清每题做什么"},
        ),
        "龚平（教务处）退回了五（1）班的数学《位置》（20分）：写清每题做什么。",
    ),
    (
        Told("homework.ask_for_review", after={"what": "孟田的作业", "since": "2026-09-01", "until": "2027-09-01"}),
        "龚平（教务处）定了孟田的作业先审核再给家长看，从2026年9月1日起，到2027年9月1日前一天。",
    ),
    (
        Told("homework.end_review_rule", after={"what": "数学作业", "until": "2026-10-08"}),
        "龚平（教务处）定了数学作业从2026年10月8日起不再先审核。",
    ),
    (
        Told(
            "homework.draw_spot_check",
            after={"since": "2026-09-14", "until": "2026-09-19", "published": 40, "drawn": 10, "seed": "7k3f"},
        ),
        "龚平（教务处）从2026年9月14日到2026年9月19日前一天发布的40份作业里抽了10份来看，种子7k3f。",
    ),
    (
        Told(
            "homework.record_finding",
            on_label="位置",
            after={"subject": "数学", "finding": "重复", "note": "三题一样"},
        ),
        "龚平（教务处）看了抽到的数学《位置》：重复，三题一样。",
    ),
    (
        Told(
            "homework.sign_report",
            "葛青",
            "PRINCIPAL",
            on_label="青枣路小学2026年9月作业月报",
            after={"figures": 24, "edition": "0123abcd"},
        ),
        "葛青（校长）签了青枣路小学2026年9月作业月报，一共24个数。",
    ),
    (
        Told(
            "timing.end_run",
            "命令行",
            "OPERATOR",
            after={"kind": "DAY", "date": "2026-09-17", "reports": 8, "items": 3},
        ),
        "命令行（系统维护）算了2026年9月17日晚上的用时：8份回答，3份作业。",
    ),
    (
        Told(
            "timing.end_run",
            "命令行",
            "OPERATOR",
            after={"kind": "FULL", "date": "2026-09-18", "reports": 90, "items": 9},
        ),
        "命令行（系统维护）算了2026年9月18日晚上的用时，最近八周一起：90份回答，9份作业。",
    ),
    (
        Told("people.erase_expired", "命令行", "OPERATOR", after={"学生": 2, "没用的入户条": 3}),
        "命令行（系统维护）按留存期限抹去或删除了到期的信息：学生2，没用的入户条3。",
    ),
]
EXAMPLES += PANEL + HOURS + DRAWS


@pytest.mark.parametrize(("act", "words"), EXAMPLES, ids=[f"{act.name} {n}" for n, (act, _) in enumerate(EXAMPLES)])
def test_an_act_reads_as_a_sentence(act: Told, words: str) -> None:
    assert sentence(act, CLASSES, choice_words()) == words


def test_every_act_but_those_on_a_roster_has_an_example_here() -> None:
    """The roster's words stand with its own tests, where its numbers are made."""
    assert [name for name in SENTENCES if name not in {act.name for act, _ in EXAMPLES} and "roster" not in name] == []


def test_an_act_without_words_is_named_as_it_is_stored_and_breaks_nothing() -> None:
    assert sentence(Told("later.act", on_label="某事")) == "龚平（教务处）做了“later.act”：某事。"


def test_a_grade_is_told_as_it_was_in_china_on_the_day_of_the_act() -> None:
    """31 August, 23:30 UTC, is the first of September in China: the cohort has advanced."""
    at = dt.datetime(2026, 8, 31, 23, 30, tzinfo=dt.UTC)
    act = Told(
        "people.appoint", on_label="祝安", after={"role": "GRADE_HEAD", "cohort": 2022, "since": "2026-09-01"}, at=at
    )
    assert "五年级组长" in sentence(act)


def test_what_is_shown_above_a_school_is_never_on_a_child_and_never_on_ones_own_account() -> None:
    assert not OF_A_PLACE & OF_ONESELF
    of_classes = [name for name in OF_A_PLACE if name.startswith("homework.") or "slip" in name or "family" in name]
    assert of_classes == ["homework.sign_report"]  # of a whole school's month


@pytest.mark.django_db
def test_everything_that_made_the_cast_reads_as_a_sentence(cast: Cast) -> None:
    words = [sentence(act, {act.class_id or 0: "某班"}, choice_words()) for act in Act.objects.all()]
    assert words
    assert not [one for one in words if "做了“" in one or "None" in one or not one.endswith("。")]
