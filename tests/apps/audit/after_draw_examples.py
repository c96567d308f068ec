"""What happens after the draw, each act with its sentence: see test_sentences.py."""

from tests.apps.audit.told import Told, teacher


def family(name: str) -> Told:
    return Told(name, "家长", "")


def paper(name: str) -> Told:
    return Told(name, "毕小满", "HOMEROOM", class_id=7)


AFTER_DRAW: list[tuple[Told, str]] = [
    (
        Told(
            "afterschool.offer_seats", "定时", "OPERATOR", "青枣路小学",
            after={"offered": 3, "expired": 1, "left_school": 0},
        ),
        "定时（系统维护）问了青枣路小学候补的孩子：空出来的名额问了3家，1家没有答，0个孩子离校退出。",
    ),
    (family("afterschool.take_seat"), "家长要了一个空出来的课后服务名额。"),
    (family("afterschool.leave_seat"), "家长没有要空出来的课后服务名额。"),
    (family("afterschool.stop_waiting"), "家长不再候补一个活动。"),
    (family("afterschool.wait_again"), "家长又候补一个活动。"),
    (family("afterschool.join_late"), "家长让孩子加入了课后服务。"),
    (family("afterschool.change_days"), "家长改了孩子参加课后服务的日子。"),
    (family("afterschool.leave_service"), "家长让孩子退出了课后服务。"),
    (family("afterschool.come_back"), "家长收回了当天的退出。"),
    (paper("afterschool.join_late_from_paper"), "毕小满（班主任）按纸面让五（1）班一个孩子加入了课后服务。"),
    (paper("afterschool.change_days_from_paper"), "毕小满（班主任）按纸面改了五（1）班一个孩子参加课后服务的日子。"),
    (paper("afterschool.leave_service_from_paper"), "毕小满（班主任）按纸面让五（1）班一个孩子退出了课后服务。"),
    (paper("afterschool.come_back_from_paper"), "毕小满（班主任）按纸面收回了五（1）班一个孩子当天的退出。"),
    (
        Told("afterschool.plan_tutoring", on_label="周三的数学辅导", after={"seats": 3}),
        "龚平（教务处）定了周三的数学辅导，3个名额。",
    ),
    (Told("afterschool.drop_tutoring", on_label="周三的数学辅导"), "龚平（教务处）去掉了周三的数学辅导。"),
    (
        teacher("afterschool.propose_tutoring", on_label="周三的数学辅导", class_id=7),
        "沈岚（学科教师）请五（1）班一个孩子参加周三的数学辅导。",
    ),
    (
        teacher("afterschool.withdraw_proposal", on_label="周三的数学辅导", class_id=7),
        "沈岚（学科教师）收回了请五（1）班孩子参加周三的数学辅导。",
    ),
    (family("afterschool.accept_tutoring"), "家长答应了孩子参加辅导。"),
    (family("afterschool.decline_tutoring"), "家长没有答应孩子参加辅导。"),
]  # fmt: skip
