"""Sign-up and draw, and what is loaded in bulk, each act with its sentence: see test_sentences.py."""

from tests.apps.audit.told import Told

DRAWS: list[tuple[Told, str]] = [
    (Told("afterschool.answer", "家长", ""), "家长答了孩子参加不参加课后服务。"),
    (
        Told("afterschool.enter_from_paper", "毕小满", "HOMEROOM", class_id=7),
        "毕小满（班主任）按纸面记了五（1）班一个孩子的课后服务报名。",
    ),
    (
        Told(
            "afterschool.seal_lists",
            "定时",
            "OPERATOR",
            on_label="青枣路小学",
            after={"joined": 512, "digest": "0123456789abcdef"},
        ),
        "定时（系统维护）封存了青枣路小学课后服务的报名，512个孩子参加。",
    ),
    (
        Told(
            "afterschool.draw_programme",
            "龚平",
            "ACADEMIC_AFFAIRS",
            on_label="青枣路小学",
            after={"joined": 512, "digest": "0123456789abcdef"},
        ),
        "龚平（教务处）给青枣路小学的课后服务抽了签，512个孩子。",
    ),
    (
        Told("afterschool.load_round", "命令行", "OPERATOR", on_label="濮阳市"),
        "命令行（系统维护）整批录入了濮阳市课后服务的报名轮次。",
    ),
    (
        Told("afterschool.load_programme", "命令行", "OPERATOR", on_label="青枣路小学", after={"units": 48}),
        "命令行（系统维护）整批录入了青枣路小学的课后服务，48项活动。",
    ),
    (
        Told("afterschool.load_sign_ups", "命令行", "OPERATOR", on_label="青枣路小学", after={"answers": 900}),
        "命令行（系统维护）整批录入了青枣路小学课后服务的报名，900个孩子。",
    ),
]
