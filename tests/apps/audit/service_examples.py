"""Acts on after-school service, and the sentences they are read as."""

from typing import Any

from tests.apps.audit.told import Told

TERM = "2026学年第一学期"
HOURS = {
    "since": "2026-10-12", "until": "2027-01-23", "weekdays": "周一、周二", "homework": "16:30到17:20",
    "activity": "17:30到18:10", "extended": None, "lessons_end": "16:20",
}  # fmt: skip
BALLS = {"name": "篮球", "weekdays": 1, "grades": [3, 6], "capacity": 24, "minimum": 10}
DATES = {"opens_at": "2026-09-21T10:00:00Z", "closes_at": "2026-09-24T12:00:00Z"}
NUMBER = "双色球第2026137期"


def coordinator(name: str, **more: Any) -> Told:
    return Told(name, "桑榆", "COORDINATOR", on_label=TERM, **more)


def bureau(name: str, on_label: str, **more: Any) -> Told:
    return Told(name, "闵杰", "CITY_OFFICER", on_label=on_label, **more)


SERVICE = [
    (
        Told("people.appoint", on_label="桑榆", after={"role": "COORDINATOR", "since": "2026-09-17"}),
        "龚平（教务处）请桑榆任课后服务负责人，从2026年9月17日起。",
    ),
    (
        Told("people.relieve_coordinator", on_label="桑榆", after={"until": "2026-09-17"}),
        "龚平（教务处）定了桑榆不再任课后服务负责人，从2026年9月17日起。",
    ),
    (
        coordinator("afterschool.start_programme", after={"units": 14, "copied": "2025学年第二学期"}),
        f"桑榆（课后服务负责人）开始编{TERM}的课后服务，照2025学年第二学期抄了14项活动。",
    ),
    (
        coordinator("afterschool.start_programme", after={"units": 0, "copied": None}),
        f"桑榆（课后服务负责人）开始编{TERM}的课后服务。",
    ),
    (
        coordinator("afterschool.set_hours", before=HOURS, after=HOURS | {"extended": "18:40"}),
        f"桑榆（课后服务负责人）定了{TERM}课后服务的时间：周一、周二，16:20放学，写作业16:30到17:20，活动17:30到18:10，延时到18:40，"
        "从2026年10月12日起。",
    ),
    (
        coordinator("afterschool.set_units", before={"units": 1}, after={"names": ["篮球", "合唱"]}),
        f"桑榆（课后服务负责人）重新定了{TERM}的课后服务有哪些活动（原来1项）：篮球、合唱。",
    ),
    (
        coordinator("afterschool.add_units", after={"names": ["篮球", "剪纸"]}),
        f"桑榆（课后服务负责人）给{TERM}的课后服务加了活动：篮球、剪纸。",
    ),
    (
        coordinator("afterschool.change_unit", before=BALLS, after=BALLS | {"name": "小篮球", "capacity": 30}),
        f"桑榆（课后服务负责人）改了{TERM}课后服务的活动“篮球”（改名“小篮球”），名额30，原来是24。",
    ),
    (
        coordinator("afterschool.change_unit", before=BALLS, after=BALLS),
        f"桑榆（课后服务负责人）改了{TERM}课后服务的活动“篮球”，名额24。",
    ),
    (
        coordinator("afterschool.remove_unit", before={"name": "剪纸"}),
        f"桑榆（课后服务负责人）从{TERM}的课后服务去掉了活动“剪纸”。",
    ),
    (
        coordinator("afterschool.raise_capacity", before={"name": "篮球", "capacity": 24}, after={"capacity": 29}),
        f"桑榆（课后服务负责人）给{TERM}课后服务的“篮球”加了名额：24加到29。",
    ),
    (
        coordinator("afterschool.announce", after=DATES | {"units": 14, "commitment": "6b23c0d5f35d" + "0" * 52}),
        f"桑榆（课后服务负责人）公布了{TERM}的课后服务，14项活动，9月21日18:00开始报名；抽签的承诺6b23c0d5f35d。",
    ),
    (
        coordinator(
            "afterschool.answer_parts",
            before={"answers": {}},
            after={"answers": {"特色": "周三种菜园。", "联动": "社区"}},
        ),
        f"桑榆（课后服务负责人）写了{TERM}课后服务模式里要学校说明的：特色、联动。",
    ),
    (
        coordinator("afterschool.withdraw", before={"commitment": "6b23c0d5f35d" + "0" * 52}),
        f"桑榆（课后服务负责人）在报名开始以前收回了{TERM}课后服务的公布，作废的承诺6b23c0d5f35d。",
    ),
    (
        bureau("afterschool.state_round", f"濮阳市{TERM}", after=DATES | {"public": NUMBER}),
        f"闵杰（市教育局）定了濮阳市{TERM}课后服务的报名：9月21日18:00到9月24日20:00，抽签用{NUMBER}。",
    ),
    (
        bureau(
            "afterschool.state_round",
            f"濮阳市{TERM}",
            before=DATES | {"opens_at": "2026-09-20T10:00:00Z"},
            after=DATES | {"public": NUMBER},
        ),
        f"闵杰（市教育局）定了濮阳市{TERM}课后服务的报名：9月21日18:00到9月24日20:00，抽签用{NUMBER}，"
        "原来是9月20日18:00开始。",
    ),
    (
        bureau(
            "afterschool.enter_public_value", f"濮阳市{TERM}", after={"name": NUMBER, "value": "03 07 11 19 28 33+09"}
        ),
        f"闵杰（市教育局）填了濮阳市{TERM}抽签用的公开的数（{NUMBER}）：03 07 11 19 28 33+09。",
    ),
    (
        bureau(
            "afterschool.pass_issue_over",
            f"濮阳市{TERM}",
            after={"issue": NUMBER, "until": "2026-09-29T21:30:00+08:00", "next": f"{NUMBER}往后第1期"},
        ),
        f"闵杰（市教育局）记下了濮阳市{TERM}抽签等的{NUMBER}到9月29日21:30没有出来，"
        f"照报名前定的规则改用{NUMBER}往后第1期。",
    ),
    (
        bureau("afterschool.state_service_model", "六三三", after={"since": "2026-09-18", "parts": 3}),
        "闵杰（市教育局）定了课后服务模式“六三三”，共3条，从2026年9月18日起。",
    ),
    (
        bureau(
            "afterschool.state_service_model",
            "六三三",
            before={"name": "五二"},
            after={"since": "2026-09-18", "parts": 3},
        ),
        "闵杰（市教育局）定了课后服务模式“六三三”，共3条，从2026年9月18日起，原来是“五二”。",
    ),
]
