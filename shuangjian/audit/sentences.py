"""The record as people read it: one Chinese sentence per act. Every name of an act has its words here."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from shuangjian.audit.service_sentences import SERVICE
from shuangjian.kernel.actor import Duty, Office, Role
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.grade import grade_at, grade_label
from shuangjian.kernel.subject import Subject


class Act(Protocol):
    """What a sentence is made from: a row of the record."""

    @property
    def at(self) -> dt.datetime: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def actor_role(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def class_id(self) -> int | None: ...
    @property
    def on_label(self) -> str: ...
    @property
    def before(self) -> dict[str, Any]: ...
    @property
    def after(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Told:
    """An act on its way to a sentence: `klass` is the class it was on, in words, "" where it was on none."""

    label: str
    klass: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    on: dt.date
    choices: Mapping[str, Callable[[int], str]] = field(default_factory=dict)

    def day(self, key: str) -> str:
        """2026年10月8日, from a date in `after`."""
        date = dt.date.fromisoformat(str(self.after[key])[:10])
        return f"{date.year}年{date.month}月{date.day}日"

    def choice(self, value: Any) -> str:
        """A value of a school's own rule, with its name where it is known: 每周无书面作业日：星期三."""
        if value is None:
            return "没有定"
        say = self.choices.get(str(self.after.get("choice")))
        return say(int(value)) if say else str(value)


# Signing in and out, one's own password, and what a family does for itself: kept, and shown to nobody who might watch
# colleagues or families by it.
OF_ONESELF = frozenset(
    {
        "people.sign_in",
        "people.sign_out",
        "people.change_password",
        "timing.agree_to_panel",
        "timing.decline_panel",
        "timing.leave_panel",
        "timing.answer",
        "timing.end_evening",
        "timing.take_back_stop",
        "afterschool.answer",
        "afterschool.take_seat",
        "afterschool.leave_seat",
        "afterschool.stop_waiting",
        "afterschool.wait_again",
        "afterschool.join_late",
        "afterschool.change_days",
        "afterschool.leave_service",
        "afterschool.come_back",
        "afterschool.accept_tutoring",
        "afterschool.decline_tutoring",
    }
)

# Acts of a place or a school as a whole, which those above it may read. None is on a class or a child.
OF_A_PLACE = frozenset(
    {
        "schools.add_place",
        "schools.set_term",
        "schools.state_local_day",
        "policy.state_choice",
        "policy.end_choice",
        "policy.state_off_work_time",
        "policy.adopt_rules",
        "people.appoint",
        "people.join_leading_group",
        "people.leave_leading_group",
        "people.add_staff",
        "people.apply_roster",
        "homework.sign_report",
        "afterschool.answer_parts",
        "afterschool.announce",
        "afterschool.withdraw",
        "afterschool.state_round",
        "afterschool.enter_public_value",
        "afterschool.pass_issue_over",
        "afterschool.state_service_model",
        "afterschool.seal_lists",
        "afterschool.draw_programme",
    }
)


def sentence(
    act: Act, classes: Mapping[int, str] | None = None, choices: Mapping[str, Callable[[int], str]] | None = None
) -> str:
    """One sentence: who did what, and what was before. `classes` names classes by id, `choices` says the values of
    schools' own rules by the rule's name. An act that has no words yet is named as it is stored."""
    words = SENTENCES.get(act.name)
    klass = (classes or {}).get(act.class_id or 0, "")
    told = Told(act.on_label, klass, act.before, act.after, shanghai_date(act.at), choices or {})
    return f"{_who(act)}{words(told) if words else f'做了“{act.name}”：{act.on_label}'}。"


def _who(act: Act) -> str:
    role = Role(act.actor_role).label if act.actor_role in Role.__members__ else ""
    return f"{act.actor_name}（{role}）" if role and role != act.actor_name else act.actor_name or "系统维护"


def _published(told: Told) -> str:
    """发布到五（1）班、五（2）班，按20分计；五（3）班没有放下."""
    done, refused = "、".join(told.after.get("published", ())), "、".join(told.after.get("refused", ()))
    minutes = told.after.get("minutes")
    counted = f"，按{minutes}分计" if minutes else "，不计分钟"
    counted += f"（老师写{told.after['declared']}分，{told.after['basis']}）" if told.after.get("declared") else ""
    counted += f"（{told.after['large']}）" if told.after.get("large") else ""
    counted += "".join(f"；{word}" for word in told.after.get("allowed", ()))
    counted += f"；{'、'.join(told.after['held'])}先审核" if told.after.get("held") else ""
    return "；".join(filter(None, (f"发布到{done}{counted}" if done else "", f"{refused}没有放下" if refused else "")))


def _state_choice(told: Told) -> str:
    was = told.before.get("value")
    before = f"，原来是{told.choice(was)}" if was is not None else ""
    value = told.choice(told.after["value"])
    return f"按本校《{_bare(told.after.get('title'))}》定了{value}，从{told.day('since')}起{before}"


def _bare(title: Any) -> str:
    return str(title or "规定").strip("《》")


def _appoint(told: Told) -> str:
    """请毕小满任五（1）班班主任; 请邵群任五年级组长; 请单敏到县区教育局基础教育科任职."""
    role, office, cohort = Role(told.after["role"]), told.after.get("office"), told.after.get("cohort")
    if role in (Role.HOMEROOM, Role.PRINCIPAL, Role.COORDINATOR):
        post = f"任{told.klass or '一个班'}班主任" if role is Role.HOMEROOM else f"任{role.label}"
    elif cohort:
        grade = grade_at(int(cohort), told.on)
        post = f"任{grade_label(grade) if 1 <= grade <= 9 else f'{cohort}级'}组长"
    else:
        post = f"到{role.label}{Office(office).label if office else ''}任职"
    return f"请{told.label}{post}，从{told.day('since')}起"


def _duty(values: Mapping[str, Any]) -> str:
    return Duty(str(values["duty"])).label


def _local_day(told: Told) -> str:
    held = "上课" if told.after["is_school_day"] else "停课"
    return f"定了{told.label}{told.day('date')}{held}：{told.after['reason']}"


def _roster(told: Told) -> str:
    counts = "，".join(f"{name}{n}" for name, n in told.after.items() if isinstance(n, int) and n)
    return f"更新了{told.label}的名册{f'：{counts}' if counts else ''}"


def _erased(told: Told) -> str:
    return "按留存期限抹去或删除了到期的信息：" + "，".join(f"{what}{n}" for what, n in sorted(told.after.items()))


def _lent(told: Told, words: str) -> str:
    return words.format(told.after["lender"], told.after["minutes"])


def _till(told: Told) -> str:
    return f"，到{told.day('until')}前一天" if told.after.get("until") else ""


def _large(told: Told) -> str:
    """五（1）班2026年9月22日的语文大作文《民间故事》（每晚30分）."""
    work = f"{told.after['subject']}{told.after['kind']}《{told.label}》（每晚{told.after['minutes']}分）"
    until = "" if told.after["last"] == told.after["date"] else f"到{told.day('last')}"
    return f"{told.after['class']}{told.day('date')}{until}的{work}"


def _moved(told: Told) -> str:
    was = dt.date.fromisoformat(str(told.before["date"])[:10])
    return f"改为{_large(told)}，原来是{was.month}月{was.day}日、每晚{told.before['minutes']}分"


def _because(told: Told, words: str) -> str:
    return f"{words}{told.after['reason']}" if told.after.get("reason") else ""


SENTENCES: Mapping[str, Callable[[Told], str]] = {
    "homework.publish": lambda t: f"布置了{t.after['subject']}《{t.label}》，{_published(t)}",
    "homework.amend": lambda t: f"改了{t.after['subject']}《{t.label}》，{_published(t)}",
    "homework.appeal": lambda t: (
        f"说{t.after['subject']}《{t.label}》的“{t.after['check']}”说得不对，送教务处看：{t.after['reason']}"
    ),
    "homework.allow_text": lambda t: (
        f"放行了{t.after['subject']}《{t.label}》（“{t.after['check']}”说得不对）：{t.after['why']}"
    ),
    "homework.uphold_check": lambda t: (
        f"维持了{t.after['subject']}《{t.label}》的“{t.after['check']}”：{t.after['why']}"
    ),
    "homework.ask_for_minutes": lambda t: (
        f"请教务处定{t.after['subject']}《{t.label}》的分钟（写{t.before['declared']}分，预计{t.before['predicted']}分）："
        f"{t.after['reason']}"
    ),
    "homework.set_minutes": lambda t: (
        f"把{t.after['subject']}《{t.label}》定为{t.after['minutes']}分"
        f"（老师写{t.before['declared']}分，预计{t.before['predicted']}分）：{t.after['why']}"
    ),
    "homework.withdraw": lambda t: (
        f"从{t.klass or '一个班'}撤回了{t.after.get('subject', '')}《{t.label}》（{t.before.get('minutes', 0)}分）："
        f"{t.after['reason']}"
    ),
    "homework.pass_review": lambda t: (
        f"审过了{t.klass or '一个班'}的{t.after['subject']}《{t.label}》（{t.after['minutes']}分），家长可以看了"
    ),
    "homework.return_work": lambda t: (
        f"退回了{t.klass or '一个班'}的{t.after['subject']}《{t.label}》（{t.after['minutes']}分）：{t.after['reason']}"
    ),
    "homework.ask_for_review": lambda t: f"定了{t.after['what']}先审核再给家长看，从{t.day('since')}起{_till(t)}",
    "homework.end_review_rule": lambda t: f"定了{t.after['what']}从{t.day('until')}起不再先审核",
    "homework.draw_spot_check": lambda t: (
        f"从{t.day('since')}到{t.day('until')}前一天发布的{t.after['published']}份作业里抽了{t.after['drawn']}份来看，"
        f"种子{t.after['seed']}"
    ),
    "homework.record_finding": lambda t: (
        f"看了抽到的{t.after['subject']}《{t.label}》：{'，'.join(filter(None, (t.after['finding'], t.after['note'])))}"
    ),
    "homework.propose_plan": lambda t: f"给{t.label}拟了学期作业计划，第{t.after['version']}稿",
    "homework.save_plan": lambda t: f"改了{t.label}学期作业计划的第{t.after['version']}稿",
    "homework.agree_plan": lambda t: f"定了{t.label}的学期作业计划（第{t.after['version']}稿），从{t.day('since')}起",
    "homework.ask_loan": lambda t: f"为{t.label}{t.day('date')}的{t.after['borrower']}{_lent(t, '向{}借{}分')}",
    "homework.grant_loan": lambda t: f"同意了：{t.label}{t.day('date')}{_lent(t, '{}借出{}分')}给{t.after['borrower']}",
    "homework.decline_loan": lambda t: (
        f"没有同意：{t.label}{t.day('date')}{_lent(t, '{}借{}分')}给{t.after['borrower']}"
    ),
    "homework.settle_loan": lambda t: (
        f"定了：{t.label}{t.day('date')}{_lent(t, '{}让出{}分')}给{t.after['borrower']}，因为{t.after['reason']}"
    ),
    "homework.take_back_ask": lambda t: (
        f"不再为{t.label}{t.day('date')}的{t.after['borrower']}{_lent(t, '向{}借{}分')}"
    ),
    "homework.load_day": lambda t: (
        f"整批录入了{t.day('date')}的作业：{t.after['assignments']}份，放在{t.after['evenings']}个班晚上，共{t.after['minutes']}分"
    ),
    "homework.sign_report": lambda t: f"签了{t.label}，一共{t.after['figures']}个数",
    "homework.announce": lambda t: f"预告了{_large(t)}，提前{t.after['days']}个上学日{_because(t, '，赶不及的原因：')}",
    "homework.change_announcement": lambda t: f"把预告{_moved(t)}",
    "homework.settle_announcement": lambda t: f"定了：把预告{_moved(t)}，因为{t.after['reason']}",
    "homework.withdraw_announcement": lambda t: f"撤回了{_large(t)}的预告",
    "homework.object": lambda t: f"说{_large(t)}有冲突：{t.after['reason']}",
    "homework.allow_announcement": lambda t: f"同意了{_large(t)}，不用再提前：{t.after['reason']}",
    "homework.replace_sheet_address": lambda t: f"换了{t.label}作业单的地址，旧地址不再能打开",
    "people.add_staff": lambda t: f"把{t.label}加进了人员名单",
    "people.open_account": lambda t: f"给{t.label}开了账号",
    "people.renew_password": lambda t: f"给{t.label}换了初始密码",
    "people.appoint": _appoint,
    "people.relieve_coordinator": lambda t: f"定了{t.label}不再任课后服务负责人，从{t.day('until')}起",
    "people.assign_teaching": lambda t: (
        f"定了{t.label}教{t.klass}{Subject(t.after['subject']).label}，从{t.day('since')}起"
    ),
    "people.issue_slips": lambda t: f"给{t.klass or '一个班'}发了{t.after['slips']}张入户条",
    "people.replace_slip": lambda t: f"给{t.klass or '一个班'}换了{t.after['slips']}张入户条，旧的作废",
    "people.issue_token": lambda t: (
        f"给{t.after['person']}开了“{t.label}”的令牌，可以{'、'.join(t.after['scopes'])}，到{t.day('until')}"
    ),
    "people.revoke_token": lambda t: f"停用了{t.after['person']}的令牌“{t.label}”",
    "people.claim_slip": lambda t: "用入户条绑定了一个孩子",
    "people.load_guardians": lambda t: f"整批绑定了{t.after['guardians']}位家长和孩子",
    "people.leave_family_page": lambda t: "不再看一个孩子的页面，绑定已解除",
    "people.change_password": lambda t: "换了自己的密码",
    "people.sign_in": lambda t: "登录",
    "people.sign_out": lambda t: "退出",
    "people.upload_roster": lambda t: f"上传了{t.label}的名册，还没有更新",
    "people.apply_roster": _roster,
    "people.export_roster": lambda t: f"导出了{t.label}的名册",
    "people.erase_expired": _erased,
    "people.discard_roster": lambda t: f"放弃了{t.label}的一份名册，什么都没有改",
    "people.join_leading_group": lambda t: (
        f"请{t.label}在作业管理领导小组任{_duty(t.after)}，从{t.day('since')}起"
        + (f"，原来是{_duty(t.before)}" if t.before.get("duty") else "")
    ),
    "people.leave_leading_group": lambda t: (
        f"请{t.label}不再任作业管理领导小组的{_duty(t.before)}，从{t.day('until')}起"
    ),
    "policy.draft_rules": lambda t: f"存了《{t.label}》第{t.after['version']}版的第{t.after['revision']}稿",
    "policy.adopt_rules": lambda t: (
        f"采用了《{t.label}》第{t.after['version']}版，共{t.after['articles']}条，从{t.day('since')}起"
    ),
    "policy.state_choice": _state_choice,
    "policy.end_choice": lambda t: f"停用了{t.choice(t.before.get('value'))}，从{t.day('until')}起按规定",
    "policy.state_off_work_time": lambda t: (
        f"按《{_bare(t.after['source'])}》写明{t.label}{t.after['time']}下班，从{t.day('since')}起"
        + (f"，原来是{t.before['time']}" if t.before.get("time") else "")
    ),
    "schools.add_place": lambda t: f"新设了{t.label}",
    "schools.set_term": lambda t: f"定了{t.label}的学期，从{t.day('since')}到{t.day('until')}前一天",
    "schools.state_local_day": _local_day,
    "timing.agree_to_panel": lambda t: "同意偶尔答一答作业做了多久",
    "timing.decline_panel": lambda t: "说不用问作业做了多久，不再问",
    "timing.leave_panel": lambda t: "不再答作业做了多久，答过的已经删掉",
    "timing.answer": lambda t: "答了作业做了多久",
    "timing.end_evening": lambda t: "按了“到点了”，结束了一晚的作业",
    "timing.take_back_stop": lambda t: "收回了“到点了”",
    "timing.end_run": lambda t: (
        f"算了{t.day('date')}晚上的用时{'，最近八周一起' if t.after['kind'] == 'FULL' else ''}："
        f"{t.after['reports']}份回答，{t.after['items']}份作业"
    ),
    "timing.draw_panel": lambda t: (
        f"抽了{t.day('date')}晚上问哪些家庭：{t.after['pool']}个孩子里抽了{t.after['asked']}个，"
        f"种子摘要{t.after['seed_digest'][:12]}"
    ),
    "timing.count_class": lambda t: (
        f"数了{t.label}{t.day('date')}在校做完作业的：在场{t.after['present']}人，做完{t.after['finished']}人"
        + (f"，原来记的是{t.before['present']}人里{t.before['finished']}人" if t.before else "")
    ),
} | SERVICE
