"""Acts on after-school service in words: see `sentences`."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from shuangjian.kernel.day import SHANGHAI

if TYPE_CHECKING:
    from shuangjian.audit.sentences import Told


def _moment(value: Any) -> str:
    """9月21日18:00, from a moment as the record keeps it."""
    then = dt.datetime.fromisoformat(str(value)).astimezone(SHANGHAI)
    return f"{then.month}月{then.day}日{then:%H:%M}"


def _hours(told: "Told") -> str:
    after = told.after
    care = f"，延时到{after['extended']}" if after.get("extended") else ""
    lessons = f"{after['lessons_end']}放学，" if after.get("lessons_end") else ""
    return (
        f"定了{told.label}课后服务的时间：{after['weekdays']}，{lessons}写作业{after['homework']}，活动{after['activity']}{care}，"
        f"从{told.day('since')}起"
    )


def _changed(told: "Told") -> str:
    """Names, and seats where they changed."""
    before, after = told.before, told.after
    name = f"“{before['name']}”" + (f"（改名“{after['name']}”）" if after["name"] != before["name"] else "")
    seats = f"，名额{after['capacity']}" if after["capacity"] == before["capacity"] else ""
    seats = seats or f"，名额{after['capacity']}，原来是{before['capacity']}"
    return f"改了{told.label}课后服务的活动{name}{seats}"


def _round(told: "Told") -> str:
    after = told.after
    again = f"，原来是{_moment(told.before['opens_at'])}开始" if told.before else ""
    return (
        f"定了{told.label}课后服务的报名：{_moment(after['opens_at'])}到{_moment(after['closes_at'])}，"
        f"抽签用{after['public']}{again}"
    )


def _model(told: "Told") -> str:
    before = f"，原来是“{told.before['name']}”" if told.before else ""
    return f"定了课后服务模式“{told.label}”，共{told.after['parts']}条，从{told.day('since')}起{before}"


def _started(told: "Told") -> str:
    copied: Mapping[str, Any] = told.after
    if copied.get("copied"):
        return f"开始编{told.label}的课后服务，照{copied['copied']}抄了{copied['units']}项活动"
    return f"开始编{told.label}的课后服务"


SERVICE: dict[str, Callable[["Told"], str]] = {
    "afterschool.start_programme": _started,
    "afterschool.set_hours": _hours,
    "afterschool.set_units": lambda t: (
        f"重新定了{t.label}的课后服务有哪些活动（原来{t.before['units']}项）：{'、'.join(t.after['names']) or '没有'}"
    ),
    "afterschool.add_units": lambda t: f"给{t.label}的课后服务加了活动：{'、'.join(t.after['names'])}",
    "afterschool.change_unit": _changed,
    "afterschool.remove_unit": lambda t: f"从{t.label}的课后服务去掉了活动“{t.before['name']}”",
    "afterschool.raise_capacity": lambda t: (
        f"给{t.label}课后服务的“{t.before['name']}”加了名额：{t.before['capacity']}加到{t.after['capacity']}"
    ),
    "afterschool.announce": lambda t: (
        f"公布了{t.label}的课后服务，{t.after['units']}项活动，{_moment(t.after['opens_at'])}开始报名；"
        f"抽签的承诺{t.after['commitment'][:12]}"
    ),
    "afterschool.withdraw": lambda t: (
        f"在报名开始以前收回了{t.label}课后服务的公布，作废的承诺{t.before['commitment'][:12]}"
    ),
    "afterschool.state_round": _round,
    "afterschool.enter_public_value": lambda t: (
        f"填了{t.label}抽签用的公开的数（{t.after['name']}）：{t.after['value']}"
    ),
    "afterschool.answer_parts": lambda t: (
        f"写了{t.label}课后服务模式里要学校说明的：{'、'.join(t.after['answers']) or '都空着'}"
    ),
    "afterschool.pass_issue_over": lambda t: (
        f"记下了{t.label}抽签等的{t.after['issue']}到{_moment(t.after['until'])}没有出来，照报名前定的规则改用{t.after['next']}"
    ),
    "afterschool.state_service_model": _model,
    "afterschool.seal_lists": lambda t: f"封存了{t.label}课后服务的报名，{t.after['joined']}个孩子参加",
    "afterschool.draw_programme": lambda t: f"给{t.label}的课后服务抽了签，{t.after['joined']}个孩子",
    "afterschool.answer": lambda t: "答了孩子参加不参加课后服务",
    "afterschool.enter_from_paper": lambda t: f"按纸面记了{t.klass}一个孩子的课后服务报名",
    "afterschool.offer_seats": lambda t: (
        f"问了{t.label}候补的孩子：空出来的名额问了{t.after['offered']}家，{t.after['expired']}家没有答，"
        f"{t.after['left_school']}个孩子离校退出"
    ),
    "afterschool.take_seat": lambda t: "要了一个空出来的课后服务名额",
    "afterschool.leave_seat": lambda t: "没有要空出来的课后服务名额",
    "afterschool.stop_waiting": lambda t: "不再候补一个活动",
    "afterschool.wait_again": lambda t: "又候补一个活动",
    "afterschool.join_late": lambda t: "让孩子加入了课后服务",
    "afterschool.change_days": lambda t: "改了孩子参加课后服务的日子",
    "afterschool.leave_service": lambda t: "让孩子退出了课后服务",
    "afterschool.come_back": lambda t: "收回了当天的退出",
    "afterschool.join_late_from_paper": lambda t: f"按纸面让{t.klass}一个孩子加入了课后服务",
    "afterschool.change_days_from_paper": lambda t: f"按纸面改了{t.klass}一个孩子参加课后服务的日子",
    "afterschool.leave_service_from_paper": lambda t: f"按纸面让{t.klass}一个孩子退出了课后服务",
    "afterschool.come_back_from_paper": lambda t: f"按纸面收回了{t.klass}一个孩子当天的退出",
    "afterschool.plan_tutoring": lambda t: f"定了{t.label}，{t.after['seats']}个名额",
    "afterschool.drop_tutoring": lambda t: f"去掉了{t.label}",
    "afterschool.propose_tutoring": lambda t: f"请{t.klass}一个孩子参加{t.label}",
    "afterschool.withdraw_proposal": lambda t: f"收回了请{t.klass or '一个'}孩子参加{t.label}",
    "afterschool.accept_tutoring": lambda t: "答应了孩子参加辅导",
    "afterschool.decline_tutoring": lambda t: "没有答应孩子参加辅导",
    "afterschool.load_round": lambda t: f"整批录入了{t.label}课后服务的报名轮次",
    "afterschool.load_programme": lambda t: f"整批录入了{t.label}的课后服务，{t.after['units']}项活动",
    "afterschool.load_sign_ups": lambda t: f"整批录入了{t.label}课后服务的报名，{t.after['answers']}个孩子",
}
